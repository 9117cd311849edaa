data "aws_region" "current" {}

locals {
  private_subnets = zipmap(var.availability_zones, var.private_subnet_cidrs)
  public_subnets  = length(var.public_subnet_cidrs) == 0 ? {} : zipmap(var.availability_zones, var.public_subnet_cidrs)

  nat_zones = {
    none   = []
    single = slice(var.availability_zones, 0, 1)
  }[var.nat_gateways]

  tags = merge(var.tags, { Module = "platform-modules/network" })
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr_block
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = merge(local.tags, { Name = var.name })
}

# The default security group lets its members talk to each other: close it.
resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.this.id

  tags = merge(local.tags, { Name = "${var.name}-default-closed" })
}

resource "aws_subnet" "private" {
  for_each = local.private_subnets

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value

  tags = merge(local.tags, { Name = "${var.name}-private-${each.key}", Tier = "private" })
}

resource "aws_subnet" "public" {
  for_each = local.public_subnets

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.key
  cidr_block              = each.value
  map_public_ip_on_launch = false

  tags = merge(local.tags, { Name = "${var.name}-public-${each.key}", Tier = "public" })
}
