-- Where there are several shards: what is asked, on top of tables.sql, on each of them. `institute` is the cluster in
-- cluster.xml. Nothing is written through these tables.
CREATE TABLE all_documents AS documents ENGINE = Distributed(institute, currentDatabase(), documents);
CREATE TABLE all_passages AS passages ENGINE = Distributed(institute, currentDatabase(), passages);
