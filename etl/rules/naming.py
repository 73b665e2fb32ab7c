"""What a name of an organisation is, once it is found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """One mention of an organisation."""

    start: int
    end: int
    text: str  # as the text has it
    canonical: str  # as the organisations table has it; as the text has it where unknown
    type: str  # company, bank, fund, state_firm, development_bank, government, international
    country: str | None = None  # ISO alpha-3, from the table or from the words around it
    usual_role: str = ""  # supplier, buyer, investor, funder, partner
    rule: str = ""  # which evidence made it a name

    @property
    def is_company(self) -> bool:
        """Whether it may stand among a figure's companies."""
        return self.type not in ("government", "international")
