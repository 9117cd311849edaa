/**
 * Inputs with which the environments of `app-environments` plan, by directory. Ids are made up; what is sensitive opens
 * nothing.
 */
export const sampleEstateInputs: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'environments/customer-portal': {
    name: 'portal-demo',
    public: true,
    cidr_block: '10.40.16.0/20',
    image: 'registry.northbank.example/customer-portal:5.3.1',
    cluster_arn: 'arn:aws:ecs:eu-north-1:111122223333:cluster/channels',
    roles: {
      task_arn: 'arn:aws:iam::111122223333:role/customer-portal-task',
      execution_arn: 'arn:aws:iam::111122223333:role/customer-portal-execution',
    },
    dns: { zone_id: 'Z0123456789EXAMPLE' },
    certificate_arn: 'arn:aws:acm:eu-north-1:111122223333:certificate/00000000-0000-0000-0000-000000000000',
    access_log_bucket: 'northbank-example-access-logs',
    redis_auth_token: 'example-token-that-opens-nothing',
  },
  'environments/fraud-analytics': {
    name: 'fraud-demo',
    models: [{ name: 'gradient', version: '1.4.0' }],
    artifact_bucket: 'northbank-example-artifacts',
    permissions_boundary_arn: 'arn:aws:iam::111122223333:policy/boundary',
    case_database: {
      vpc_id: 'vpc-0123456789abcdef0',
      subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      analyst_cidr_blocks: ['10.60.0.0/16'],
    },
  },
  'environments/hello-environment': {},
  'environments/payments-api': {
    name: 'payments-demo',
    stage: 'production',
    image: 'registry.northbank.example/payments-api:4.12.0',
    vpc_id: 'vpc-0123456789abcdef0',
    private_subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    cluster_arn: 'arn:aws:ecs:eu-north-1:111122223333:cluster/payments',
    permissions_boundary_arn: 'arn:aws:iam::111122223333:policy/boundary',
    card_scheme_key: 'example-key-that-checks-nothing-at-all',
  },
  'environments/release-checklist': {
    application: 'payments-api',
    version_number: '4.12.0',
    customers_affected: false,
    window: { date: '2026-05-31' },
  },
}
