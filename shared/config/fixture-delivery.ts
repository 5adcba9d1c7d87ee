/** `delivery:` and `tests:` for tests: with nothing set, and with everything. */
import { defaultDeliveryPolicy } from '../domain/delivery/policy.ts';
import { defaultTestPolicy } from '../domain/tests/policy.ts';
import type { DeliveryConfig } from './delivery-model.ts';

/** What holds where the file says nothing of delivery. */
export const defaultDelivery: DeliveryConfig = {
	policy: defaultDeliveryPolicy,
	tests: defaultTestPolicy,
	incidentsByHand: false,
	otherServices: [],
	sources: [],
	report: null,
};

/** A configuration in which everything of both is set. */
export const deliveryConfig = `version: 1
name: shop
delivery:
  zone: Europe/Berlin
  bots: ['*[bot]', ci@acme.example]
  incidentWindow: 12h
  sameDeploymentWindow: 5m
  hotfix: {labels: [urgent], branches: ['fix/**'], titles: [hot]}
  services: [billing]
  groups: {money: [checkout, billing]}
  benchmarks: 2025
  incidents: {byHand: true}
  report:
    folder: reports
    formats: [pdf, markdown]
    at: '08:30'
    holidays: [2027-01-01]
    scopes: ['*', checkout, group:money]
    freeze: true
  sources:
    - kind: github
      id: gh
      repository: acme/shop
      api: https://github.example/api/v3/
      token: {env: GITHUB_TOKEN}
      back: 90d
      service: checkout
      services: {Checkout Service: checkout}
      environments: {prod: live}
      deployments: {workflow: deploy.yml, environment: live}
      changes: false
      incidentLabels: [incident]
    - kind: gitlab
      project: acme/billing
      url: https://gitlab.example/
      service: billing
      deployments: false
      incidentLabels: [outage]
    - {kind: argo, url: 'https://argo.example/', application: checkout-live, service: checkout, environment: live, token: {file: secrets/argo}}
    - {kind: pagerduty, token: {signalbox: pagerduty}, services: {PSHOP: checkout}}
    - {kind: opsgenie, api: 'https://api.eu.opsgenie.com', token: {env: OPSGENIE}}
    - kind: alertmanager
      url: http://127.0.0.1:9093
      user: ada
      password: {env: AM_PASSWORD}
      serviceLabel: app
      labels: {severity: page}
    - {kind: statuspage, url: 'https://status.acme.example/'}
    - {kind: file, path: facts/deployments.csv}
tests:
  levels:
    - {level: ui, files: ['**/browser/**'], groups: [browser], names: ['ui *']}
  window: 14d
  minimumRuns: 6
  flaky: {from: 5%, to: 95%}
  calm: {rate: 99%, runs: 30}
  massFailure: 50%
  pyramid: {unit: 60%, integration: 25%, ui: 15%}
  quarantine: .signalbox/quarantine.json
services:
  - name: checkout
    owner: payments
    environments:
      live:
        tier: production
        target: {kind: process, run: [node, service.mjs]}
        metrics: {kind: scrape}
`;
