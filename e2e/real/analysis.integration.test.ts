/** An Argo Rollouts analysis, brought along by import, that alone decides over a real canary. */
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { importAnalysis } from '../../shared/config/import/import-analysis.ts';
import { value } from './control-room.ts';
import { eventsOf, trafficChanges } from './facts.ts';
import { makeWrong } from './project.ts';
import { missing, newVersion, oldVersion, openStage } from './stage.ts';

const template = `apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata:
  name: error-share
spec:
  args:
    - name: range
      value: 4s
    - name: most
      value: "0.15"
  metrics:
    - name: error-share
      interval: 1s
      failureLimit: 1
      successCondition: len(result) == 0 || isNaN(result[0]) || result[0] <= {{args.most}}
      provider:
        prometheus:
          address: http://prometheus.monitoring:9090
          query: |
            (sum(rate(http_requests_total{slot="{{slot}}",status=~"5.."}[{{args.range}}])) or vector(0))
              / sum(rate(http_requests_total{slot="{{slot}}"}[{{args.range}}]))
`;

const sectionSchema = z.object({ health: z.looseObject({ judges: z.record(z.string(), z.string()) }) });

/** The imported section with every other judge off, as the report of the import tells to write it. */
function healthAlone(): object {
	const { source } = value(importAnalysis(template));
	const { health } = sectionSchema.parse(parse(source));
	return { ...health, minimumRequests: 0, judges: { ...health.judges, absolute: 'off', baseline: 'off' } };
}

describe.skipIf(missing.length > 0)('an imported analysis (needs haproxy and prometheus on PATH)', () => {
	test('takes a canary back by itself, after one failure more than its limit', async ({ onTestFinished }) => {
		const stage = await openStage({ stageFor: '60s', health: healthAlone() });
		onTestFinished(stage.close);
		const id = await stage.start(newVersion, 'canary');
		const well = await stage.when('a good measurement', id, ({ latestLook }) =>
			(latestLook?.evidence ?? []).some(({ judge, canary }) => judge.startsWith('analysis') && canary === 0),
		);
		expect(well.latestLook?.outcome).toBe('healthy');
		makeWrong(stage.folder, newVersion, 0.6);
		const { deployment } = await stage.when('the way back', id, (view) => view.deployment.state === 'rolled-back');

		expect(deployment.rollback).toMatchObject({ reason: 'unhealthy', by: { kind: 'engine' } });
		expect(deployment.rollback?.text).toMatch(/^Unhealthy: .*error-share.*\(2\).*failureLimit \(1\)/);
		const reasons = deployment.verdict?.reasons.filter(({ role }) => role === 'decide') ?? [];
		expect(reasons.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule)).toEqual([
			'analysis.error-share',
		]);
		// Nobody else would have: the same looks without the analysis.
		const nobody = 'minimumRequests: 0\njudges: { sequential: off, absolute: off, baseline: off, analysis: off }';
		const trial = await stage.room().client.evidence.trial.mutate({ deploymentId: id, policy: nobody });
		expect(trial.wouldRollBackAt).toBeNull();
		expect(trial.looks).toBeGreaterThan(0);

		const measured = eventsOf(await stage.replay(id)).flatMap(({ event }) =>
			event.type === 'verdict' ? (event.verdict.input.measurements?.['error-share'] ?? []) : [],
		);
		expect(measured.at(-1)).toMatchObject({
			state: 'measured',
			query: expect.stringMatching(/slot="green",status=~"5\.\."}\[4s\]/),
		});
		expect(measured.at(-1)?.values[0]).toBeGreaterThan(0.15);
		expect(trafficChanges(await stage.replay(id)).map(({ green }) => green)).toEqual([5, 0]);
		await stage.environment(({ standing }) => standing?.version === oldVersion, 'the old version to stand');
	});
});
