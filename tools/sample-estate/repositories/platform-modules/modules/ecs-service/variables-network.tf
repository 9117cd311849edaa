variable "vpc_id" {
  description = "VPC of the tasks."
  type        = string
}

variable "subnet_ids" {
  description = "Private subnets of the tasks."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) > 0
    error_message = "Give at least one subnet."
  }
}

variable "target_group_arn" {
  description = "Target group of a load balancer. The service is not behind one if absent."
  type        = string
  default     = null
}

variable "client_security_group_ids" {
  description = "Security groups that may call the service, by a name of your choice."
  type        = map(string)
  default     = {}
}

variable "egress" {
  description = "What the service may call, beside HTTPS in the corporate network."

  type = list(object({
    description                   = string
    port                          = number
    cidr_blocks                   = optional(list(string), [])
    destination_security_group_id = optional(string)
  }))

  default = []
}
