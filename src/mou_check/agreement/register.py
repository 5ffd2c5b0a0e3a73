"""The clause register of an agreement, its amendments, and what the parties know of and leave as it is."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from mou_check.model.words import did_you_mean, shown
from mou_check.rules.fields import Code, Codes, Day, Many, Model, SomeCodes, Text, told_by

# Why a clause holds no obligation, in a word.
REASONS = {
    "definition": "says what words mean",
    "narrative": "tells how things are or came to be",
    "aim": "names a purpose that nobody could be held to",
    "structure": "holds other clauses together: a heading, a lead-in, a list of contents",
    "legal-effect": "says how the document works as a legal text, and asks nothing of anyone",
    "later": "holds a promise that is still to be encoded",
}
DUPLICATE = "duplicate of "


def _reason(value: Any) -> Any:
    if isinstance(value, str) and value not in REASONS and not value.startswith(DUPLICATE):
        raise ValueError(
            f"expected {', '.join(REASONS)} or duplicate of REF, found {shown(value)}.{did_you_mean(value, REASONS)}"
        )
    return value


Reason = Annotated[
    Text,
    BeforeValidator(_reason),
    WithJsonSchema(
        {
            "type": "string",
            "anyOf": [{"enum": list(REASONS)}, {"pattern": f"^{DUPLICATE}.+"}],
        }
    ),
]


class Acknowledgement(Model):
    """A finding of `mou-check lint` that the parties know of and leave as it is."""

    check: Code = Field(description="The code of the finding.", examples=["subset-figures"])
    about: Codes = Field(
        description="What it is about: obligations, clauses, activities, lists or columns.", examples=["news-releases"]
    )
    because: Text = Field(
        description="Why it stands as it is.", examples=["The document says so in both places, and the parties know."]
    )


class Amendment(Model):
    """A change of the agreement on which both parties agreed: `mou-check diff` lets exactly this one pass.

    `obligation`, `key`, `from` and `to` are as the diff shows them; without an obligation it is about the whole agreement.
    """

    obligation: Text | None = Field(
        None,
        description="The id of the obligation; left out for what concerns the whole agreement.",
        examples=["news-releases"],
    )
    key: Text = Field(
        description="The key that changed, such as at_least; or added, or removed.", examples=["at_least", "removed"]
    )
    from_: Text | None = Field(None, alias="from", description="The old value, as the diff shows it.", examples=["2"])
    to: Text | None = Field(None, description="The new value, as the diff shows it.", examples=["1"])
    agreed_by: Many[Text] = Field(
        min_length=2, description="Both parties, by their codes.", examples=[["commissioner", "chief-constable"]]
    )
    agreed_on: Day = Field(description="The day on which they agreed.")
    reference: Text = Field(
        description="Where the agreement on it is written down.", examples=["Minute 7 of the review meeting"]
    )


class Clause(Model):
    """An entry of the clause register: what a clause holds, or why it holds nothing."""

    model_config = told_by(("holds",), ("because",))
    ref: Text = Field(
        description="The clause's number (in quotes), or a name made of headings where it has none.",
        examples=["1.7", "addendum.metrics.press-releases"],
    )
    heading: Text | None = Field(None, description="The clause's heading.", examples=["Headings"])
    also: SomeCodes = Field(
        (), description="Other refs of the same words, where the document prints them twice.", examples=["17"]
    )
    holds: Many[Text] = Field(
        (), description="The ids of the obligations that it holds.", examples=[["news-releases", "web-updates"]]
    )
    because: Reason | None = Field(
        None,
        description="Why it holds none: "
        + "; ".join(f"{word} ({what})" for word, what in REASONS.items())
        + f"; {DUPLICATE}REF.",
        examples=["definition", f"{DUPLICATE}1.7"],
    )
    note: Text | None = Field(
        None,
        description="An ambiguity or a fault of drafting that touches no verdict.",
        examples=["Refers to a schedule that the document does not have."],
    )

    @model_validator(mode="after")
    def _sound(self) -> Clause:
        if not self.holds and not self.because:
            raise ValueError(
                f"holds no obligation and does not say why: give because ({', '.join(REASONS)}, duplicate of REF)"
            )
        return self
