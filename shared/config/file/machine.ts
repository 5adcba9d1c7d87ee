/** `machine:` in the file: the machine that runs the control room may sleep or be locked in the middle of a rollout. */
import { defaultMachinePolicy } from '../../domain/deployment/machine.ts';
import { choice, mapping } from './fields.ts';

export const machine = mapping(
	{
		sleep: choice(
			['hold', 'roll-back', 'leave'],
			'When the machine goes to sleep during a rollout. hold: the split stays, nothing goes on until the machine is awake and the target has been asked. roll-back: every user goes back at once, as far as the system gives time for it before it sleeps. leave: the target has an engine of its own that goes on without us; none of the kinds of target has one yet.',
		).prefault(defaultMachinePolicy.sleep),
		lock: choice(
			['go-on', 'hold', 'roll-back'],
			'When its screen is locked. go-on: nothing changes, the machine is awake. hold: the release is watched on and goes back if it harms, but nothing goes forward until the screen is unlocked. roll-back: every user goes back at once.',
		).prefault(defaultMachinePolicy.lock),
	},
	'What becomes of a rollout when the machine that runs this control room sleeps or is locked.',
);
