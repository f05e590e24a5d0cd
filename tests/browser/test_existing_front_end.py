"""The front end that exists works unchanged: it posts, polls every 1.5 s, and clicks a plain link."""

from __future__ import annotations

from playwright.sync_api import Page, Route

from tests.browser.conftest import FRONT_END
from tests.support.service import Client, Service

FRONT_END_PAGE = """<!doctype html>
<link rel="icon" href="data:,">
<button>Export</button>
<script>
document.querySelector("button").onclick = async () => {
    const [api, token, session] = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const posted = await fetch(`${api}/api/v1/solo/sessions/${session}/export/`, {
        method: "POST", headers, body: JSON.stringify({ format: "pdf" }),
    });
    const { id } = await posted.json();
    const timer = setInterval(async () => {
        const polled = await (await fetch(`${api}/api/v1/exports/${id}/`, { headers })).json();
        if (polled.status !== "completed") return;
        clearInterval(timer);
        const link = document.createElement("a");
        link.href = polled.file_url;
        link.download = "";
        link.target = "_blank";
        link.click();
    }, 1500);
};
</script>
"""


def test_it_gets_its_file(page: Page, service: Service, api: Client) -> None:
    def serve(route: Route) -> None:
        route.fulfill(body=FRONT_END_PAGE, content_type="text/html")

    page.route(f"{FRONT_END}/**", serve)
    page.goto(f"{FRONT_END}/")
    page.evaluate(
        "(call) => { location.hash = JSON.stringify(call) }", [service.address, api.token, api.session]
    )
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Export").click()
    assert downloading.value.path().read_bytes().startswith(b"%PDF-")
    assert downloading.value.suggested_filename.endswith(".pdf")
