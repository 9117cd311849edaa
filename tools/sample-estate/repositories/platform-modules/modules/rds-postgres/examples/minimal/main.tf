terraform {
  required_version = ">= 1.9"
}

provider "aws" {
  region = "eu-north-1"
}

module "database" {
  source = "../.."

  name       = "example-minimal"
  multi_az   = false
  vpc_id     = "vpc-0123456789abcdef0"
  subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
}
