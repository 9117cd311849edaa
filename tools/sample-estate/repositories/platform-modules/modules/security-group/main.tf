# Rules are keyed by what is known before anything is created: a group's id may not be.
locals {
  ingress_rules = merge([
    for rule in var.ingress : {
      for cidr in length(rule.cidr_blocks) > 0 ? rule.cidr_blocks : [null] :
      join("-", [rule.protocol, rule.port, coalesce(cidr, rule.description)]) => merge(rule, { cidr = cidr })
    }
  ]...)

  egress_rules = merge([
    for rule in var.egress : {
      for cidr in length(rule.cidr_blocks) > 0 ? rule.cidr_blocks : [null] :
      join("-", [rule.protocol, rule.port, coalesce(cidr, rule.description)]) => merge(rule, { cidr = cidr })
    }
  ]...)

  tags = merge(var.tags, { Name = var.name, Module = "platform-modules/security-group" })
}

resource "aws_security_group" "this" {
  name_prefix            = "${var.name}-"
  description            = var.description
  vpc_id                 = var.vpc_id
  revoke_rules_on_delete = true

  tags = local.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = local.ingress_rules

  security_group_id            = aws_security_group.this.id
  description                  = each.value.description
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = coalesce(each.value.to_port, each.value.port)
  cidr_ipv4                    = each.value.cidr
  referenced_security_group_id = each.value.source_security_group_id

  tags = local.tags
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = local.egress_rules

  security_group_id            = aws_security_group.this.id
  description                  = each.value.description
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = coalesce(each.value.to_port, each.value.port)
  cidr_ipv4                    = each.value.cidr
  referenced_security_group_id = each.value.destination_security_group_id

  tags = local.tags
}
