output "lake_bucket" {
  description = "Bucket of raw transactions and features."
  value       = module.lake.id
}

output "transactions_queue_url" {
  description = "Queue that transactions are sent to."
  value       = module.transactions.url
}

output "scoring_function_arns" {
  description = "ARNs of the scoring functions, by model."
  value       = { for name, function in module.scoring : name => function.arn }
}

output "case_database_endpoint" {
  description = "Address of the analysts' database; null without one."
  value       = one(module.cases[*].endpoint)
}
