// A fresh and a T-1 answer through the gateway, with the package trino-client.
import { BasicAuth, Trino } from "trino-client";

const QUESTION = "SELECT house, max(celsius) FROM readings GROUP BY house ORDER BY house";

const server = process.argv[2];
const trino = Trino.create({
  server,
  catalog: "lakehouse",
  schema: "greenhouse",
  auth: new BasicAuth("reports"),
});

try {
  for (const freshness of ["live", "t-1"]) {
    const rows = await ask(QUESTION, freshness);
    // The client does not show the answer's headers. With this hint, the views are the answer. Those that would not be
    // read have no reason.
    const views = await ask(`/*+ freshet(explain) */ ${QUESTION}`, freshness);
    const routes = views.filter(([, , reason]) => reason !== null);
    console.log(freshness);
    rows.forEach(([house, celsius]) => console.log(`  ${house} ${celsius.toFixed(2)}`));
    routes.forEach(([, view, , dataAsOf]) => console.log(`  from the ${view} view, complete up to ${dataAsOf}`));
  }
} catch (failure) {
  console.error(`Cannot ask ${server}: ${failure.message}`);
  process.exit(1);
}

async function ask(sql, freshness) {
  const rows = [];
  const pages = await trino.query({ query: sql, extraHeaders: { "X-Trino-Client-Tags": `freshness=${freshness}` } });
  for await (const page of pages) {
    if (page.error) {
      throw new Error(page.error.message);
    }
    rows.push(...(page.data ?? []));
  }
  return rows;
}
