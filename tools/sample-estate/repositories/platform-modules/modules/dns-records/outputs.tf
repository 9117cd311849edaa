output "fqdns" {
  description = "Full names of all records, sorted."

  value = sort(distinct(concat(
    [for record in aws_route53_record.this : record.fqdn],
    [for record in aws_route53_record.alias : record.fqdn],
  )))
}
