"""A table of satisfaction answers: one row per answer."""

from loaders.flat_source import flat_source

SOURCE = flat_source(
    "surveys",
    "Satisfaction answers",
    {
        "survey_id": ("survey_id", "response_id", "answer_id", "rating_id"),
        "case_id": ("case_id", "ticket_id", "ticket", "case", "incident_id", "issue_key"),
        "account_id": ("account_id", "account", "customer_id", "client_id"),
        "answered_at": ("answered_at", "responded_at", "response_date", "submitted_at",
                        "surveyed_at", "rated_at", "date"),
        "score": ("score", "rating", "csat", "satisfaction", "satisfaction_score"),
        "max_score": ("max_score", "out_of", "scale"),
        "comment": ("comment", "comments", "feedback"),
    },
    telling=("score",),
)  # fmt: skip
