-- A database as the first release (0001) made and filled it; never to be changed.
BEGIN TRANSACTION;
CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) );
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE blocks ( jurisdiction VARCHAR(12) NOT NULL, submission INTEGER NOT NULL, number INTEGER NOT NULL, sheet VARCHAR(200) NOT NULL, form VARCHAR(60) NOT NULL, records_down BOOLEAN NOT NULL, anchors JSON NOT NULL, PRIMARY KEY (jurisdiction, submission, number), FOREIGN KEY(jurisdiction, submission) REFERENCES submissions (jurisdiction, id) );
INSERT INTO "blocks" VALUES('610702',1,0,'Sheet1','quarterly',1,'{"litigation_closed": 2, "litigation_lost": 3}');
INSERT INTO "blocks" VALUES('610702',2,0,'Sheet1','quarterly',1,'{"litigation_closed": 2, "litigation_lost": 3}');
CREATE TABLE files ( jurisdiction VARCHAR(12) NOT NULL, sha256 VARCHAR(64) NOT NULL, data BLOB NOT NULL, PRIMARY KEY (jurisdiction, sha256), FOREIGN KEY(jurisdiction) REFERENCES jurisdictions (jurisdiction) );
INSERT INTO "files" VALUES('610702','7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed',X'6F6E65');
INSERT INTO "files" VALUES('610702','3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3',X'74776F');
CREATE TABLE findings ( jurisdiction VARCHAR(12) NOT NULL, submission INTEGER NOT NULL, number INTEGER NOT NULL, severity VARCHAR(20) NOT NULL, body JSON NOT NULL, PRIMARY KEY (jurisdiction, submission, number), FOREIGN KEY(jurisdiction, submission) REFERENCES submissions (jurisdiction, id) );
INSERT INTO "findings" VALUES('610702',1,0,'error','{"code": "negative", "message": "\u4e0d\u80fd\u4e3a\u8d1f\u6570", "mend": "\u8bf7\u6539\u6b63", "sheet": "Sheet1", "cell": "B3", "found": "-1", "expected": "", "unit": "", "period": "", "measure": "", "cells": []}');
INSERT INTO "findings" VALUES('610702',1,1,'warning','{"code": "jump", "message": "\u4e0e\u5f80\u671f\u76f8\u5dee\u8f83\u5927", "mend": "\u8bf7\u6838\u5bf9", "sheet": "Sheet1", "cell": "C3", "found": "", "expected": "", "unit": "\u4e1c\u5173", "period": "", "measure": "", "cells": ["C4"]}');
INSERT INTO "findings" VALUES('610702',1,2,'note','{"code": "taken", "message": "\u2018\u5f00\u5ead\u6570\u2019 \u89c6\u4e3a \u2018\u5f00\u5ead\u5ba1\u7406\u6848\u4ef6\u6570\u2019", "mend": "", "sheet": "", "cell": "", "found": "", "expected": "", "unit": "", "period": "", "measure": "", "cells": []}');
INSERT INTO "findings" VALUES('610702',2,0,'warning','{"code": "jump", "message": "\u4e0e\u5f80\u671f\u76f8\u5dee\u8f83\u5927", "mend": "\u8bf7\u6838\u5bf9", "sheet": "Sheet1", "cell": "C3", "found": "", "expected": "", "unit": "\u4e1c\u5173", "period": "", "measure": "", "cells": ["C4"]}');
INSERT INTO "findings" VALUES('610702',2,1,'note','{"code": "taken", "message": "\u2018\u5f00\u5ead\u6570\u2019 \u89c6\u4e3a \u2018\u5f00\u5ead\u5ba1\u7406\u6848\u4ef6\u6570\u2019", "mend": "", "sheet": "", "cell": "", "found": "", "expected": "", "unit": "", "period": "", "measure": "", "cells": []}');
CREATE TABLE jurisdictions ( jurisdiction VARCHAR(12) NOT NULL, name VARCHAR(100) NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (jurisdiction) );
INSERT INTO "jurisdictions" VALUES('610702','汉台区',3);
CREATE TABLE records ( jurisdiction VARCHAR(12) NOT NULL, submission INTEGER NOT NULL, unit VARCHAR(60) NOT NULL, period VARCHAR(8) NOT NULL, block INTEGER NOT NULL, line INTEGER NOT NULL, form VARCHAR(60) NOT NULL, not_applicable TEXT, v00 BIGINT, v01 BIGINT,
  v02 BIGINT, v03 BIGINT, v04 BIGINT, v05 BIGINT, v06 BIGINT, v07 BIGINT,
  v08 BIGINT, v09 BIGINT, v10 BIGINT, v11 BIGINT,
  v12 BIGINT, v13 BIGINT, v14 BIGINT, v15 BIGINT, v16 BIGINT, v17 BIGINT,
  v18 BIGINT, v19 BIGINT, v20 BIGINT, v21 BIGINT,
  v22 BIGINT, v23 BIGINT, v24 BIGINT, v25 BIGINT, v26 BIGINT, v27 BIGINT,
  v28 BIGINT, v29 BIGINT, v30 BIGINT, v31 BIGINT,
  v32 BIGINT, v33 BIGINT, v34 BIGINT, v35 BIGINT, v36 BIGINT, v37 BIGINT,
  v38 BIGINT, v39 BIGINT, v40 BIGINT, v41 BIGINT,
  v42 BIGINT, v43 BIGINT, v44 BIGINT, v45 BIGINT, v46 BIGINT, v47 BIGINT, PRIMARY KEY (jurisdiction, submission, unit, period, block, line), FOREIGN KEY(jurisdiction, submission) REFERENCES submissions (jurisdiction, id) ) WITHOUT ROWID;
INSERT INTO "records" VALUES('610702',1,'东关','2025Q3',0,3,'quarterly','v01',3,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "records" VALUES('610702',2,'东关','2025Q3',0,3,'quarterly','v01',3,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "records" VALUES('610702',2,'城管局','2025Q3',0,4,'quarterly',NULL,2,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE reports ( jurisdiction VARCHAR(12) NOT NULL, unit VARCHAR(60) NOT NULL, form VARCHAR(60) NOT NULL, period VARCHAR(8) NOT NULL, version INTEGER NOT NULL, submission INTEGER NOT NULL, confirmed_by VARCHAR(100) NOT NULL, confirmed_at VARCHAR(40) NOT NULL, in_force BOOLEAN NOT NULL, PRIMARY KEY (jurisdiction, unit, form, period, version), FOREIGN KEY(jurisdiction, unit) REFERENCES units (jurisdiction, code), FOREIGN KEY(jurisdiction, submission) REFERENCES submissions (jurisdiction, id) );
INSERT INTO "reports" VALUES('610702','东关','quarterly','2025Q3',1,2,'李四','2025-10-09T08:30:00+00:00',1);
INSERT INTO "reports" VALUES('610702','城管局','quarterly','2025Q3',1,2,'李四','2025-10-09T08:30:00+00:00',1);
CREATE TABLE slots ( jurisdiction VARCHAR(12) NOT NULL, form VARCHAR(60) NOT NULL, measure VARCHAR(60) NOT NULL, slot INTEGER NOT NULL, PRIMARY KEY (jurisdiction, form, measure), FOREIGN KEY(jurisdiction) REFERENCES jurisdictions (jurisdiction) );
INSERT INTO "slots" VALUES('610702','quarterly','litigation_closed',0);
INSERT INTO "slots" VALUES('610702','quarterly','litigation_lost',1);
CREATE TABLE submissions ( jurisdiction VARCHAR(12) NOT NULL, id INTEGER NOT NULL, sha256 VARCHAR(64) NOT NULL, digest VARCHAR(64) NOT NULL, file_name VARCHAR(400) NOT NULL, form VARCHAR(60) NOT NULL, layout VARCHAR(20) NOT NULL, uploader VARCHAR(100) NOT NULL, uploaded_at VARCHAR(40) NOT NULL, state VARCHAR(20) NOT NULL, PRIMARY KEY (jurisdiction, id), FOREIGN KEY(jurisdiction, sha256) REFERENCES files (jurisdiction, sha256) );
INSERT INTO "submissions" VALUES('610702',1,'7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed','31217f5f129848b954c90a7e806b7687da16c7807dc96fc367d57a00468530ad','汇总表.xlsx','quarterly','summary','张三','2025-10-09T08:30:00+00:00','draft');
INSERT INTO "submissions" VALUES('610702',2,'3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3','9549a4510c44ce3adf27e03c3b969281613a409177aa3a2e6bf791e59e02a0dd','汇总表.xlsx','quarterly','summary','张三','2025-10-09T08:30:00+00:00','confirmed');
CREATE TABLE units ( jurisdiction VARCHAR(12) NOT NULL, code VARCHAR(60) NOT NULL, name VARCHAR(200) NOT NULL, short_name VARCHAR(100) NOT NULL, kind VARCHAR(20) NOT NULL, enforcement VARCHAR(20) NOT NULL, position INTEGER NOT NULL, valid_from DATE, valid_to DATE, aliases JSON NOT NULL, PRIMARY KEY (jurisdiction, code), FOREIGN KEY(jurisdiction) REFERENCES jurisdictions (jurisdiction) );
INSERT INTO "units" VALUES('610702','东关','东关街道办事处','东关','subdistrict','full',1,NULL,NULL,'[]');
INSERT INTO "units" VALUES('610702','城管局','城管局街道办事处','城管局','subdistrict','full',2,NULL,NULL,'[]');
CREATE UNIQUE INDEX slots_once ON slots (jurisdiction, form, slot);
CREATE UNIQUE INDEX reports_in_force ON reports (jurisdiction, period, unit, form) WHERE in_force = 1;
COMMIT;
