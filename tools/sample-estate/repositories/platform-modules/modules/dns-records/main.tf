data "aws_route53_zone" "this" {
  zone_id = var.zone_id
}

locals {
  aliases = merge([
    for name, alias in var.aliases : { for kind in alias.address_kinds : "${name} ${kind}" => merge(alias, { name = name, kind = kind }) }
  ]...)
}

resource "aws_route53_record" "this" {
  for_each = var.records

  zone_id = var.zone_id
  name    = each.key == "@" ? data.aws_route53_zone.this.name : "${each.key}.${data.aws_route53_zone.this.name}"
  type    = each.value.type
  ttl     = each.value.ttl
  records = each.value.values
}

resource "aws_route53_record" "alias" {
  for_each = local.aliases

  zone_id = var.zone_id
  name    = each.value.name == "@" ? data.aws_route53_zone.this.name : "${each.value.name}.${data.aws_route53_zone.this.name}"
  type    = each.value.kind

  alias {
    name                   = each.value.dns_name
    zone_id                = each.value.zone_id
    evaluate_target_health = each.value.check_health
  }
}
