output "database_endpoint" {
  description = "Address of the database, as host:port."
  value       = module.database.endpoint
}

output "database_secret_arn" {
  description = "Secret with the password of the database."
  value       = module.database.master_user_secret_arn
}

output "inbox_url" {
  description = "Queue that other applications send payments to."
  value       = module.inbox.url
}

output "connection_string" {
  description = "Address of the database with the user's name."
  value       = module.database.connection_string
  sensitive   = true
}
