import { describe, expect, it } from 'vitest';
import { change, fullConfig, hostedConfig, smallestConfig } from './fixture.ts';
import { parseConfig } from './parse.ts';

const github = 'kind: github, repository: acme/shop';

describe('what is only a remark', () => {
	it.each([
		['budget: 20m', 'budget: 5m', 'pipeline.stages.commit.budget', '8m is more than the 5m of the whole pipeline'],
		[
			'{file: package.json, field: version}',
			"{template: '{date}'}",
			'pipeline.version.template',
			'two releases of one day would have the same version, so the second is not made',
		],
		[
			'repository: .',
			'repository: http://git.example/shop.git',
			'repository',
			'the history travels unencrypted from another machine, so whoever is between could change it',
		],
		[
			'from: [Ada, grace]',
			'from: [Ada, Garce]',
			'pipeline.stages.user-acceptance.approvals.from[1]',
			'nobody in people is called "Garce"; did you mean "Grace"?',
		],
	])('%j -> %j', (from, to, field, message) => {
		const { config, issues } = parseConfig(change(fullConfig, from, to), 'signalbox.yaml');
		expect(config).not.toBeNull();
		expect(issues).toMatchObject([{ severity: 'warning', field: `services[0].${field}`, message }]);
	});

	it('a report that no job keeps', () => {
		const source = change(
			change(fullConfig, '              keep: [reports/**]\n', ''),
			", keep: ['*.tgz'], release: true",
			'',
		);
		const message = 'no job up to here keeps a file, so this report will always be missing';
		expect(parseConfig(source, 'signalbox.yaml').issues).toMatchObject([
			{ severity: 'warning', field: 'services[0].pipeline.stages.commit.evidence.unit-results', line: 71, message },
			{ severity: 'warning', field: 'services[0].pipeline.stages.commit.evidence.coverage', line: 72, message },
			{ severity: 'warning', field: 'services[0].pipeline.stages.acceptance.evidence.scan', line: 81, message },
		]);
	});

	it('a gate that nothing could ever feed', () => {
		const source = change(hostedConfig(`{${github}}`), 'jobs: [unit]', 'gates: {coverage: {}}');
		expect(parseConfig(source, 'signalbox.yaml').issues).toMatchObject([
			{ severity: 'warning', message: 'no stage up to here collects evidence, so this gate will always be missing' },
		]);
	});
});

describe('requires', () => {
	it('is refused where no pipeline makes releases', () => {
		const source = change(smallestConfig, '        metrics:', '        requires: [commit]\n        metrics:');
		expect(parseConfig(source, 'signalbox.yaml').issues).toMatchObject([
			{
				field: 'services[0].environments.production.requires',
				line: 10,
				severity: 'error',
				message: 'the service has no pipeline, so no release could ever have passed a stage',
			},
		]);
	});
});
