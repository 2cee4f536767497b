// Parses a workbook with SheetJS as its documentation does, once, in a process that is new, as our reader's is.
// The first argument is the folder where the package was installed, the second the workbook. Tells seconds and rows.
const { createRequire } = require("node:module");
const fs = require("node:fs");
const path = require("node:path");
const xlsx = createRequire(path.join(process.argv[2], "package.json"))("xlsx");
const start = process.hrtime.bigint();
const book = xlsx.read(fs.readFileSync(process.argv[3]));
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const rows = xlsx.utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1 }).length;
process.stdout.write(JSON.stringify({ seconds, rows }));
