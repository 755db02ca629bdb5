-- Where there is one server: what is asked, on top of tables.sql.
CREATE TABLE all_documents AS documents ENGINE = Merge(currentDatabase(), '^documents$');
CREATE TABLE all_passages AS passages ENGINE = Merge(currentDatabase(), '^passages$');
