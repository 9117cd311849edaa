output "letter" {
  description = "The whole letter."
  value       = terraform_data.letter.output
}

output "line_count" {
  description = "Lines of the letter."
  value       = length(local.signed)
}

output "languages" {
  description = "Languages of the letter, in order."
  value       = local.words[*].language
}

output "seal" {
  description = "Fingerprint of the pass phrase and the letter."
  value       = terraform_data.seal.output
  sensitive   = true
}
