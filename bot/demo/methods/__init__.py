"""The Web API methods of the local Slack: arguments in, answer or Refusal out."""
