-- Where there is one server: what is asked, on top of tables.sql. `zhangju` is the database: a name that the server finds out by
-- itself would be another one after a restart.
CREATE TABLE all_documents AS documents ENGINE = Merge(zhangju, '^documents$');
CREATE TABLE all_passages AS passages ENGINE = Merge(zhangju, '^passages$');
