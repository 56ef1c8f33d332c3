# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""As much of AWX's API as the modules of awx.awx need: lists, objects, surveys and the relations between objects."""

from __future__ import annotations

import json
import threading
import typing as t
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ansible_collections.netjoin.windows.tests.contracts.awx_rules import credential_type_findings, survey_findings

Thing = dict[str, t.Any]
PREFIX = "/api/v2/"
TYPES = {"job_templates": "job_template", "workflow_job_templates": "workflow_job_template"}


class Controller:
    """The objects that were made, by endpoint and in order; `writes` counts what changed them."""

    def __init__(self) -> None:
        self.things: dict[str, list[Thing]] = {}
        self.writes = 0

    def add(self, endpoint: str, **fields: t.Any) -> Thing:
        number = sum(map(len, self.things.values())) + 1
        url = f"{PREFIX}{endpoint}/{number}/"
        thing = {
            **fields,
            "id": number,
            "url": url,
            "type": TYPES.get(endpoint, endpoint),
            "summary_fields": {},
            "scm_revision": "",
            "related": {"survey_spec": f"{url}survey_spec/"},
        }
        self.things.setdefault(endpoint, []).append(thing)
        return thing

    def named(self, endpoint: str, name: str) -> Thing:
        (thing,) = (each for each in self.things[endpoint] if each.get("name", each.get("identifier")) == name)
        return thing

    def get(self, path: str, query: dict[str, str]) -> Thing:
        endpoint, _slash, rest = path.partition("/")
        if rest.endswith("/survey_spec"):
            spec: Thing = self.by_id(endpoint, rest).get("survey_spec", {})
            return spec
        if "/" in rest:
            numbers = self.by_id(endpoint, rest).get(rest.partition("/")[2], [])
            return listing([{"id": number} for number in numbers])
        if rest:
            return self.by_id(endpoint, rest)
        endpoints = list(TYPES) if endpoint == "unified_job_templates" else [endpoint]
        found = [each for name in endpoints for each in self.things.get(name, []) if fits(each, query)]
        return listing(found)

    def by_id(self, endpoint: str, rest: str) -> Thing:
        number = int(rest.partition("/")[0])
        (thing,) = (each for each in self.things[endpoint] if each["id"] == number)
        return thing

    def post(self, path: str, data: Thing) -> tuple[int, Thing]:
        endpoint, _slash, rest = path.partition("/")
        if rest.endswith("/survey_spec"):
            if data and (findings := survey_findings(data)):
                return 400, {"error": findings}
            self.by_id(endpoint, rest)["survey_spec"] = data
            return 200, {}
        if "/" in rest:
            self.by_id(endpoint, rest).setdefault(rest.partition("/")[2], []).append(data["id"])
            return 204, {}
        if endpoint == "credential_types" and (findings := credential_type_findings(data)):
            return 400, {"error": findings}
        return 201, self.add(endpoint, **data)


def fits(thing: Thing, query: dict[str, str]) -> bool:
    return all(str(thing.get(key)) == value for key, value in query.items())


def listing(found: list[Thing]) -> Thing:
    return {"count": len(found), "results": found, "next": None, "previous": None}


@contextmanager
def serve(controller: Controller) -> Iterator[str]:
    """Serve the API on a port of this machine; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self, code: int, document: Thing) -> None:
            body = b"" if code == 204 else json.dumps(document).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def path_and_query(self) -> tuple[str, dict[str, str]]:
            parts = urllib.parse.urlsplit(self.path)
            return parts.path.removeprefix(PREFIX).strip("/"), dict(urllib.parse.parse_qsl(parts.query))

        def data(self) -> Thing:
            document: Thing = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            return document

        def do_GET(self) -> None:
            self.answer(200, controller.get(*self.path_and_query()))

        def do_POST(self) -> None:
            controller.writes += 1
            self.answer(*controller.post(self.path_and_query()[0], self.data()))

        def do_PATCH(self) -> None:
            controller.writes += 1
            endpoint, _slash, rest = self.path_and_query()[0].partition("/")
            thing = controller.by_id(endpoint, rest)
            thing.update(self.data())
            self.answer(200, thing)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
