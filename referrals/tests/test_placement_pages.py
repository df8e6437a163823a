"""Pages of the office: proposal, advice, decision, and what happens when somebody was faster or typed nonsense."""
