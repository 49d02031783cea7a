"""Who may work: the list of users, suspensions, changes of delegate, what Slack tells of accounts."""
