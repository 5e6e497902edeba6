"""A fresh and a T-1 answer through the gateway. Needs Python 3 and no package."""

import json
import sys
from urllib.error import URLError
from urllib.request import Request, urlopen

QUESTION = "SELECT house, max(celsius) FROM readings GROUP BY house ORDER BY house"


def main(server):
    for freshness in ("live", "t-1"):
        rows, routes = ask(server, QUESTION, freshness)
        print(freshness)
        for house, celsius in rows:
            print(f"  {house} {celsius:.2f}")
        for route in routes:
            print(f"  {route}")


def ask(server, sql, freshness):
    """The rows of the answer, and the route to each dataset that it read."""
    headers = {
        "X-Trino-User": "reports",
        "X-Trino-Catalog": "lakehouse",
        "X-Trino-Schema": "greenhouse",
        "X-Freshet-Freshness": freshness,
    }
    page, routes = fetch(Request(server + "/v1/statement", sql.encode(), headers))
    rows = page.get("data", [])
    while "nextUri" in page:
        page, _ = fetch(Request(page["nextUri"], headers=headers))
        rows += page.get("data", [])
    return rows, routes


def fetch(request):
    with urlopen(request) as response:
        page = json.load(response)
        if "error" in page:
            sys.exit(page["error"]["message"])
        return page, response.headers.get_all("X-Freshet-Route", [])


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except URLError as failure:
        sys.exit(f"Cannot ask {sys.argv[1]}: {failure}")
