"""The recipe for a Vue app, built as a reader builds it, exports from another origin than the service's."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Page, Route

from tests.browser.conftest import FRONT_END
from tests.support.required import lacking
from tests.support.service import Service

ROOT = Path(__file__).parent.parent.parent
RECIPE = ROOT / "docs" / "recipes" / "vue.md"
APP = {
    "index.html": '<link rel=icon href="data:,"><div id=app></div><script type=module src=/main.ts></script>',
    "main.ts": 'import { createApp } from "vue"; import App from "./App.vue"; createApp(App).mount("#app");',
    "vite.config.ts": 'import vue from "@vitejs/plugin-vue"; export default { plugins: [vue()] };',
}
"""What Vite's own template has besides, as far as it matters."""


def built(service: Service) -> Path:
    """The folder of the recipe's app, for a service at another address than the recipe's."""
    if not (ROOT / "node_modules" / "vite").is_dir():
        lacking("the JavaScript packages (npm ci)")
    found = re.search(r"^```vue\n(.*?)^```$", RECIPE.read_text(), flags=re.DOTALL | re.MULTILINE)
    assert found is not None
    folder = ROOT / "build" / "vue-recipe"  # within the tree, for the client to be found by its name
    folder.mkdir(parents=True, exist_ok=True)
    app = found[1].replace("http://127.0.0.1:8000", service.address)
    for name, content in {**APP, "App.vue": app}.items():
        (folder / name).write_text(content)
    vite = ["exec", "--", "vite", "build", "--logLevel", "warn", str(folder)]
    done = subprocess.run([ROOT / "scripts/npm", *vite], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "dist"


def test_its_menu_exports_the_demonstration_board(page: Page, service: Service) -> None:
    dist = built(service)

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(f"{FRONT_END}/") or "index.html"
        route.fulfill(path=dist / path)

    page.route(f"{FRONT_END}/**", serve)
    page.goto(f"{FRONT_END}/")
    page.get_by_role("button", name="Export", exact=True).click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download PNG").click()
    assert downloading.value.path().read_bytes().startswith(b"\x89PNG")
