locals {
  tags = merge(var.tags, { Name = var.name, Module = "platform-modules/legacy-vpn" })
}

resource "aws_customer_gateway" "this" {
  type       = "ipsec.1"
  ip_address = var.peer_ip
  bgp_asn    = var.peer_asn

  tags = local.tags
}

resource "aws_vpn_connection" "this" {
  type                = aws_customer_gateway.this.type
  customer_gateway_id = aws_customer_gateway.this.id
  transit_gateway_id  = var.transit_gateway_id

  tags = local.tags
}

resource "aws_cloudwatch_metric_alarm" "down" {
  alarm_name          = "${var.name}-down"
  alarm_description   = "A tunnel of the VPN connection ${var.name} is down"
  namespace           = "AWS/VPN"
  metric_name         = "TunnelState"
  dimensions          = { VpnId = aws_vpn_connection.this.id }
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 300
  evaluation_periods  = 3

  tags = local.tags
}
