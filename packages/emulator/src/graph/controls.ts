import type { Control } from '../control/control.ts';
import { applicationControls } from './application-controls.ts';
import { behaviourControls } from './behaviour-controls.ts';
import { deviceControls } from './device-controls.ts';
import { groupControls } from './group-controls.ts';
import { roleControls } from './role-controls.ts';
import { truthControls } from './truth-controls.ts';
import { userControls } from './user-controls.ts';

/** What can be done to a customer's directory and to the Graph in front of it. */
export const graphControls: Control[] = [
  ...userControls,
  ...groupControls,
  ...deviceControls,
  ...applicationControls,
  ...roleControls,
  ...behaviourControls,
  ...truthControls,
];
