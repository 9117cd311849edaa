output "connection_id" {
  description = "Id of the VPN connection."
  value       = aws_vpn_connection.this.id
}

output "tunnel_addresses" {
  description = "Public addresses of the two tunnels on our side."
  value       = [aws_vpn_connection.this.tunnel1_address, aws_vpn_connection.this.tunnel2_address]
}
