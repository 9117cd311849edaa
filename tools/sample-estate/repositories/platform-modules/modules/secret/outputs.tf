output "arn" {
  description = "ARN of the secret."
  value       = aws_secretsmanager_secret.this.arn
}

output "name" {
  description = "Name of the secret."
  value       = aws_secretsmanager_secret.this.name
}

output "version_id" {
  description = "Version that this module wrote; null if it wrote none."
  value       = one(aws_secretsmanager_secret_version.this[*].version_id)
  sensitive   = true
}
