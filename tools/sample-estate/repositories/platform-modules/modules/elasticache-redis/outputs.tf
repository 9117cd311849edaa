output "primary_endpoint" {
  description = "Address to write to."
  value       = aws_elasticache_replication_group.this.primary_endpoint_address
}

output "reader_endpoint" {
  description = "Address to read from."
  value       = aws_elasticache_replication_group.this.reader_endpoint_address
}

output "port" {
  description = "Port of every node."
  value       = aws_elasticache_replication_group.this.port
}
