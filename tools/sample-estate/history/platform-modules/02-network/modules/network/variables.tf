variable "name" {
  description = "Name of the network, used as a prefix for everything in it."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 32 lower-case letters, digits and hyphens, and start with a letter."
  }
}

variable "cidr_block" {
  description = "IPv4 range of the VPC. Ask the network team for a range from the corporate plan."
  type        = string

  validation {
    condition     = can(cidrhost(var.cidr_block, 0))
    error_message = "The range must be in CIDR notation, such as 10.20.0.0/16."
  }

  validation {
    condition     = can(regex("/(1[6-9]|2[0-4])$", var.cidr_block))
    error_message = "The range must be between /16 and /24."
  }
}

variable "availability_zones" {
  description = "Availability zones to spread the subnets over, such as eu-north-1a."
  type        = list(string)

  validation {
    condition     = length(var.availability_zones) >= 2 && length(var.availability_zones) <= 3
    error_message = "Give two or three availability zones."
  }

  validation {
    condition     = length(distinct(var.availability_zones)) == length(var.availability_zones)
    error_message = "Each availability zone may be given only once."
  }
}

variable "private_subnet_cidrs" {
  description = "IPv4 ranges of the private subnets, one for each availability zone, in the same order."
  type        = list(string)

  validation {
    condition     = alltrue([for cidr in var.private_subnet_cidrs : can(cidrhost(cidr, 0))])
    error_message = "Every private subnet must be in CIDR notation."
  }

  validation {
    condition     = length(var.private_subnet_cidrs) == length(var.availability_zones)
    error_message = "Give as many private subnets as availability zones."
  }
}

variable "public_subnet_cidrs" {
  description = "IPv4 ranges of the public subnets. Empty: the network has no way in from the internet."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.public_subnet_cidrs : can(cidrhost(cidr, 0))])
    error_message = "Every public subnet must be in CIDR notation."
  }

  validation {
    condition     = length(var.public_subnet_cidrs) == 0 || length(var.public_subnet_cidrs) == length(var.availability_zones)
    error_message = "Give no public subnets, or as many as availability zones."
  }
}

variable "nat_gateways" {
  description = "How the private subnets reach the internet: not at all, or through one shared gateway."
  type        = string
  default     = "none"

  validation {
    condition     = contains(["none", "single"], var.nat_gateways)
    error_message = "Choose none or single."
  }

  validation {
    condition     = var.nat_gateways == "none" || length(var.public_subnet_cidrs) > 0
    error_message = "NAT gateways need public subnets to live in."
  }
}

variable "interface_endpoints" {
  description = "AWS services to reach privately, by their short names."
  type        = set(string)
  default     = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]
}

variable "flow_log_retention_days" {
  description = "Days to keep the flow logs. The audit policy asks for at least 90."
  type        = number
  default     = 365

  validation {
    condition     = contains([90, 180, 365, 731], var.flow_log_retention_days)
    error_message = "Choose 90, 180, 365 or 731 days."
  }
}

variable "flow_log_kms_key_arn" {
  description = "KMS key that encrypts the flow logs. Without one, CloudWatch's own key is used."
  type        = string
  default     = null

  validation {
    condition     = var.flow_log_kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:", var.flow_log_kms_key_arn))
    error_message = "This must be the ARN of a KMS key."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
