"""A person who walks the steps by what they read: links, labels and buttons, never an address or an id."""

import re
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import no_violations


class Walker:
    def __init__(self, page: Page) -> None:
        self.page = page

    def look(self) -> None:
        """The page as it stands holds every rule."""
        no_violations(self.page)

    def go(self, leads_on: Locator) -> None:
        """Press what leads to a page, and wait until that page is there: nobody reads one that is on its way out."""
        with self.page.expect_event("load"):
            leads_on.click()

    def procurement(self, title: str) -> None:
        """One of the procurements, looked for by its title: the first page shows the newest only."""
        self.page.goto("/upphandlingar/?" + urlencode({"sok": title}))
        self.go(self.page.locator("main th a", has_text=title).first)

    def up(self) -> None:
        """To the overview of the procurement."""
        self.go(self.page.get_by_role("navigation", name="Brödsmulor").get_by_role("link").nth(1))

    def link(self, name: str) -> None:
        self.go(self.page.get_by_role("link", name=name, exact=True).first)

    def button(self, name: str) -> None:
        self.go(self.page.get_by_role("button", name=name, exact=True))

    def button_for(self, does: str, what: str) -> None:
        """One of many alike; the rest of its name is read aloud only."""
        self.go(self.page.get_by_role("button", name=re.compile(f"^{does}\\W+{re.escape(what)}$")))

    def link_for(self, does: str, what: str) -> None:
        self.go(self.page.get_by_role("link", name=re.compile(f"^{does}\\W+{re.escape(what)}$")))

    def write(self, **answers: str) -> None:
        """Fill fields by the beginning of their label; `_` stands for a space."""
        for label, answer in answers.items():
            self.field(label.replace("_", " ")).fill(answer)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile("^" + re.escape(label))).first

    def choose(self, question: str, option: str) -> None:
        group = self.page.get_by_role("group", name=re.compile("^" + re.escape(question)))
        group.get_by_role("radio", name=re.compile("^" + re.escape(option))).check()

    @property
    def gate(self) -> Locator:
        return self.page.get_by_role("region", name="Innan du går vidare")

    def open_step(self, name: str) -> None:
        """From anywhere in the procurement: its overview, then the step in the list of steps."""
        self.up()
        self.go(self.page.get_by_role("navigation", name="Steg", exact=True).get_by_role("link", name=name))
        expect(self.page.get_by_role("heading", level=1, name=name)).to_be_visible()

    def save(self) -> None:
        self.go(self.page.locator("#answers").get_by_role("button", name="Spara svaren"))
        self.told("Sparat.")

    def go_on(self) -> None:
        """Pass the gate, which must hold: the next page is the next step, not a refusal."""
        expect(self.gate.get_by_text("Allt är på plats")).to_be_visible()
        here = self.page.url
        self.button("Gå vidare till nästa steg")
        expect(self.page).not_to_have_url(here)
        expect(self.page.get_by_role("status").filter(has_text="öppn")).to_have_count(0)

    def answer_what_is_left(self) -> None:
        """From the overview: steps that the model has got since the journey was written are answered plainly."""
        while (left := self.page.get_by_role("link", name="Öppna steget", exact=True)).count():
            self.go(left.first)
            for box in self.page.locator("#answers textarea").all():
                box.fill("Svar från provgången.")
            for group in self.page.locator("#answers fieldset").all():
                group.get_by_role("radio").last.check()
            self.save()
            self.go_on()
            self.up()

    def told(self, text: str) -> None:
        expect(self.page.get_by_role("status").filter(has_text=text)).to_be_visible()
