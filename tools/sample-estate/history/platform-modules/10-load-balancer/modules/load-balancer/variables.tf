variable "name" {
  description = "Name of the load balancer."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,23}$", var.name)) && !endswith(var.name, "-")
    error_message = "The name must have at most 24 lower-case letters, digits and hyphens."
  }
}

variable "internal" {
  description = "true: reachable from the corporate network only. false: from the internet. There is no default on purpose."
  type        = bool
}

variable "vpc_id" {
  description = "VPC of the load balancer."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets of the load balancer: private ones if it is internal, public ones otherwise."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2 && length(var.subnet_ids) == length(toset(var.subnet_ids))
    error_message = "Give at least two different subnets."
  }
}

variable "allowed_cidr_blocks" {
  description = "Address ranges that may connect."
  type        = list(string)
  default     = ["10.0.0.0/8"]

  validation {
    condition     = alltrue([for cidr in var.allowed_cidr_blocks : can(cidrnetmask(cidr))])
    error_message = "Every range must be in IPv4 CIDR notation."
  }

  validation {
    condition     = !var.internal || !contains(var.allowed_cidr_blocks, "0.0.0.0/0")
    error_message = "An internal load balancer is not open to the whole internet."
  }
}

variable "certificate_arn" {
  description = "Certificate of the HTTPS listener, in AWS Certificate Manager."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f-]+$", var.certificate_arn))
    error_message = "This must be the ARN of an ACM certificate."
  }
}

variable "ssl_policy" {
  description = "Versions of TLS and ciphers that clients may use."
  type        = string
  default     = "ELBSecurityPolicy-TLS-1-2-2017-01"

  validation {
    condition = contains([
      "ELBSecurityPolicy-TLS-1-2-2017-01",
      "ELBSecurityPolicy-FS-1-2-Res-2020-10",
      "ELBSecurityPolicy-TLS13-1-2-2021-06",
    ], var.ssl_policy)
    error_message = "Choose one of the policies with TLS 1.2 or newer that security has approved."
  }
}

variable "target_groups" {
  description = "Where requests go, by name. The one with the lowest priority number that matches wins."

  type = map(object({
    port     = number
    protocol = optional(string, "HTTP")
    priority = optional(number, 100)
    hosts    = optional(list(string), [])
    paths    = optional(list(string), ["/*"])

    health_check = optional(object({
      path                = optional(string, "/health")
      matcher             = optional(string, "200")
      interval            = optional(number, 15)
      timeout             = optional(number, 5)
      healthy_threshold   = optional(number, 2)
      unhealthy_threshold = optional(number, 3)
    }), {})

    deregistration_delay = optional(number, 30)
  }))

  validation {
    condition     = alltrue([for group in values(var.target_groups) : group.port > 0 && group.port < 65536])
    error_message = "Ports are between 1 and 65535."
  }

  validation {
    condition     = alltrue([for name in keys(var.target_groups) : can(regex("^[a-z0-9-]{1,8}$", name))])
    error_message = "Names of target groups have at most 8 lower-case letters, digits and hyphens."
  }

  validation {
    condition     = alltrue([for group in var.target_groups : group.health_check.timeout < group.health_check.interval])
    error_message = "A health check must time out before the next one starts."
  }
}

variable "idle_timeout" {
  description = "Seconds after which an idle connection is closed."
  type        = number
  default     = 60

  validation {
    condition     = var.idle_timeout >= 1 && var.idle_timeout <= 4000
    error_message = "Between 1 and 4000 seconds."
  }
}

variable "access_logs" {
  description = "Bucket that access logs go to. Must be given for load balancers on the internet."

  type = object({
    bucket = string
    prefix = optional(string)
  })

  default = null

  validation {
    condition     = var.internal || var.access_logs != null
    error_message = "A load balancer on the internet needs access logs."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete the load balancer."
  type        = bool
  default     = true
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
