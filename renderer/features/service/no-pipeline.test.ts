import { expect, test } from 'vitest';
import { parseConfig } from '../../../shared/config/parse.ts';
import { snippet } from './no-pipeline.tsx';

test('the pipeline that an empty screen offers is one that the configuration takes', () => {
	const source = `version: 1
name: shop
services:
  - name: checkout
${snippet}    environments:
      production:
        tier: production
        target:
          kind: haproxy
          api: 127.0.0.1:9
          backend: app
          slots: { blue: [{ server: blue1 }], green: [{ server: green1 }] }
`;
	const { config, issues } = parseConfig(source, '/home/ada/shop/signalbox.yaml');
	expect(issues.filter(({ severity, field }) => severity === 'error' || field.includes('pipeline'))).toEqual([]);
	expect(config?.services[0]?.pipeline).toMatchObject({ runner: { kind: 'local' } });
	expect(config?.services[0]?.pipeline?.stages[0]?.gates).toHaveLength(2);
});
