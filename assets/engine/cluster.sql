-- Where there are several shards: what is asked, on top of tables.sql, on each of them. `institute` is the cluster in
-- cluster.xml, `zhangju` the database. Nothing is written through these tables.
CREATE TABLE all_documents AS documents ENGINE = Distributed(institute, zhangju, documents);
CREATE TABLE all_passages AS passages ENGINE = Distributed(institute, zhangju, passages);
