output "letter" {
  description = "The whole letter."
  value       = terraform_data.letter.output
}
