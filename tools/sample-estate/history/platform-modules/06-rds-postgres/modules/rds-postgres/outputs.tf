output "endpoint" {
  description = "Address and port, as host:port."
  value       = aws_db_instance.this.endpoint
}

output "address" {
  description = "Host name of the instance."
  value       = aws_db_instance.this.address
}

output "port" {
  description = "Port of the instance."
  value       = aws_db_instance.this.port
}

output "arn" {
  description = "ARN of the instance."
  value       = aws_db_instance.this.arn
}

output "security_group_id" {
  description = "Security group of the instance."
  value       = module.security_group.id
}

output "connection_string" {
  description = "postgresql:// address with the user's name, without a password."
  value       = "postgresql://${var.master_username}@${aws_db_instance.this.endpoint}/${coalesce(var.database_name, "postgres")}?sslmode=verify-full"
  sensitive   = true
}
