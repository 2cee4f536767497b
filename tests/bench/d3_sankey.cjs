// Lays diagrams out with d3-sankey: JSON on standard input, one answer for each on standard output.
// The first argument is the folder where the package was installed.
const { createRequire } = require("node:module");
const path = require("node:path");
const { sankey } = createRequire(path.join(process.argv[2], "package.json"))("d3-sankey");
const given = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const answers = given.graphs.map((graph) => {
  const layout = sankey()
    .nodeId((node) => node.key)
    .nodeAlign((node) => node.column)
    .nodeWidth(given.nodeWidth)
    .iterations(given.iterations)
    .size([given.width, given.height]);
  const drawn = layout({
    nodes: graph.nodes.map((node) => ({ ...node })),
    links: graph.links.map((link) => ({ ...link })),
  });
  return {
    columns: [...new Set(drawn.nodes.map((node) => node.layer))].length,
    links: drawn.links.map((link) => ({
      first: link.source.layer,
      last: link.target.layer,
      start: [link.source.x1, link.y0],
      end: [link.target.x0, link.y1],
      value: link.value,
    })),
  };
});
process.stdout.write(JSON.stringify(answers));
