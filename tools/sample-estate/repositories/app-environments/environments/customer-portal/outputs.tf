output "url" {
  description = "Address of the portal."
  value       = "https://${one(module.dns.fqdns)}"
}

output "vpc_id" {
  description = "Network of the portal."
  value       = module.network.vpc_id
}

output "nat_public_ips" {
  description = "Addresses that the portal calls partners from."
  value       = module.network.nat_public_ips
}
