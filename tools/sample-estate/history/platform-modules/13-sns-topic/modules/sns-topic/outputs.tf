output "arn" {
  description = "ARN of the topic."
  value       = aws_sns_topic.this.arn
}

output "name" {
  description = "Name of the topic, with its .fifo suffix if it has one."
  value       = aws_sns_topic.this.name
}
