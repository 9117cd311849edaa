output "dns_name" {
  description = "Address of the load balancer, for an alias record."
  value       = aws_lb.this.dns_name
}

output "zone_id" {
  description = "Hosted zone of the load balancer, for an alias record."
  value       = aws_lb.this.zone_id
}

output "arn" {
  description = "ARN of the load balancer."
  value       = aws_lb.this.arn
}

output "security_group_id" {
  description = "Security group of the load balancer, to let it in to the targets."
  value       = aws_security_group.this.id
}

output "target_group_arns" {
  description = "ARNs of the target groups, by name."
  value       = { for name, group in aws_lb_target_group.this : name => group.arn }
}
