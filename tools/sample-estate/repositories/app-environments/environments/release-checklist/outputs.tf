output "checklist" {
  description = "The checklist as Markdown."
  value       = terraform_data.checklist.output
}

output "step_ids" {
  description = "Ids of the steps, by number and title."
  value       = { for name, step in terraform_data.step : name => step.id }
}

output "total_minutes" {
  description = "Minutes that all steps take."
  value       = local.total_minutes
}

output "owners" {
  description = "Who has something to do."
  value       = sort(distinct(var.steps[*].owner))
}

output "change_ticket_token" {
  description = "The token, for the step that closes the ticket."
  value       = var.change_ticket_token
  sensitive   = true
}
