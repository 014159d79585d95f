"""Opens the report pages that ReportPages wrote in Java in a real browser, without a network.

Usage: pages.py [--check] [--pictures FOLDER]
It checks either way; with a folder it leaves pictures and prints there, for a person to look at.
``mvn -B -q test-compile exec:exec@report-pages`` writes the pages; check.sh calls it. A check is one page in light or dark, on a
phone or on a desk: nothing is asked of the network, nothing is said on the console, the headings are there, nothing is wider than
the window, and nothing can be told from its background by less than WCAG's contrast of 4.5; or one page printed.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

TREE = Path(__file__).resolve().parents[3] / "target" / "report-pages"
WIDTHS = {"phone": 400, "desk": 1200}
VERDICTS = {"succeeded": "Succeeded", "skipped": "Skipped", "failed": "Failed"}
HEADINGS = {
    "Gates": lambda report: report["gates"],
    "Run": lambda report: True,
    "Data quality": lambda report: True,
    "Predictions": lambda report: sum(report["classes"].values()),
    "Drift": lambda report: report["drift"]["profile"],
    "Evaluation": lambda report: report["evaluation"]["label_column"],
    "Model": lambda report: True,
    "Time": lambda report: True,
    "Options": lambda report: True,
}

# The contrast of each text with the page behind it, as WCAG 2 computes it; the smallest, with its text.
CONTRAST = """() => {
  const light = color => {
    const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map(Number).map(c => c / 255)
        .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  let least = [21, ''];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    if (!text) continue;
    const ink = light(getComputedStyle(walker.currentNode.parentElement).color);
    const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (contrast < least[0]) least = [contrast, text];
  }
  return least;
}"""

# The elements that reach out of the window, so that a reader had to scroll sideways; wide tables scroll by themselves.
WIDER = """() => [...document.body.querySelectorAll('*')]
    .filter(e => !e.closest('.scroll > *') && e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .map(e => e.tagName + ': ' + e.textContent.trim().slice(0, 60))"""


def drift_problems(page: Page, drift: dict) -> list[str]:
    """What is wrong with the table of drift: a picture is missing, empty, or hidden."""
    rows = page.locator("table.drift tbody tr")
    if rows.count() != len(drift["features"]) + (len(drift["classes"]["classes"]) > 0):
        return [f"{rows.count()} lines of drift"]
    found = []
    for index in range(rows.count()):
        row = rows.nth(index)
        bars = [bar.bounding_box() for bar in row.locator("rect").all()]
        if max(bar["height"] for bar in bars if bar) < 20 or row.locator("svg").bounding_box()["width"] < 60:
            found.append(f"the picture of {row.inner_text()!r} is not to be seen")
    return found


def problems(browser: Browser, file: Path, scheme: str, width: int, pictures: Path | None) -> list[str]:
    """What is wrong with a page."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, offline=True)
    page = context.new_page()
    found: list[str] = []
    page.on("console", lambda message: found.append(f"the console says {message.text!r}"))
    page.on("pageerror", lambda error: found.append(f"a script fails: {error}"))
    page.on("dialog", lambda dialog: (found.append(f"a dialog says {dialog.message!r}"), dialog.dismiss()))
    page.on(
        "request",
        lambda request: request.url in (file.as_uri(), "data:,") or found.append(f"it asks for {request.url}"),
    )
    page.goto(file.as_uri())
    report = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    if not page.inner_text("h1").startswith(VERDICTS[report["status"]] + ": "):
        found.append(f"the verdict is {page.inner_text('h1')!r}")
    headings = [heading for heading, is_there in HEADINGS.items() if is_there(report)]
    if page.locator("h2").all_inner_texts() != headings:
        found.append(f"the headings are {page.locator('h2').all_inner_texts()}")
    if page.locator("h1").bounding_box()["y"] > 200:
        found.append("the verdict is not on top")
    if "Drift" in headings:
        found += drift_problems(page, report["drift"])
    found += [f"wider than the window: {element}" for element in page.evaluate(WIDER)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("it scrolls sideways")
    contrast, text = page.evaluate(CONTRAST)
    if contrast < 4.5:
        found.append(f"a contrast of {contrast:.2f}: {text!r}")
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    if dark != (scheme == "dark") or (paper == "rgb(255, 255, 255)") == dark:
        found.append(f"{scheme}, and yet on {paper}")
    if pictures:
        page.screenshot(path=pictures / f"{file.stem}-{scheme}-{width}.png", full_page=True)
    context.close()
    return found


def print_problems(browser: Browser, file: Path, pictures: Path | None) -> list[str]:
    """What is wrong with a page on paper, printed by a reader whose screen is dark."""
    context = browser.new_context(color_scheme="dark", offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    pdf = page.pdf(format="A4", print_background=True)
    if pictures:
        (pictures / f"{file.stem}.pdf").write_bytes(pdf)
    context.close()
    found = [] if paper == "rgb(255, 255, 255)" else [f"it prints on {paper}"]
    return found if pdf.startswith(b"%PDF-") else [*found, "it does not print"]


def main() -> None:
    pictures = Path(sys.argv[sys.argv.index("--pictures") + 1]) if "--pictures" in sys.argv else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    passed = failed = 0
    with sync_playwright() as playwright:
        # Root has no sandbox, and the pages are ours.
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for file in sorted(TREE.glob("*.html")):
            checks = {
                f"{scheme}, {place}": problems(browser, file, scheme, width, pictures)
                for scheme in ("light", "dark")
                for place, width in WIDTHS.items()
            }
            checks["printed"] = print_problems(browser, file, pictures)
            for check, found in checks.items():
                for problem in found:
                    print(f"{file.name}, {check}: {problem}")
                passed, failed = (passed, failed + 1) if found else (passed + 1, failed)
        browser.close()
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0 or passed == 0)


if __name__ == "__main__":
    main()
