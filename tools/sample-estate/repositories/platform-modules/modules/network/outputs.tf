output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "cidr_block" {
  description = "IPv4 range of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "private_subnet_ids" {
  description = "Ids of the private subnets, in the order of the availability zones."
  value       = [for zone in var.availability_zones : aws_subnet.private[zone].id]
}

output "public_subnet_ids" {
  description = "Ids of the public subnets, in the order of the availability zones; empty without public subnets."
  value       = [for zone in var.availability_zones : aws_subnet.public[zone].id if contains(keys(local.public_subnets), zone)]
}

output "nat_public_ips" {
  description = "Addresses that traffic from the private subnets comes from, for partners' allow lists."
  value       = [for address in aws_eip.nat : address.public_ip]
}
