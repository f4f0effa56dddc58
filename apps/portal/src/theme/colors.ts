import type { MantineColorsTuple } from '@mantine/core';

/**
 * Our colour scales, light to dark. In each, white is readable on shades 6 and 7, shade 7 on white and shade 0, and shade 3 on dark.
 * Petrol is ours; red, green and yellow say bad, good and attention; gray and dark are warm.
 */
export const colors = {
  petrol: ['#eef6f6', '#d9e9ea', '#b2d3d5', '#86bbbf', '#5fa5aa', '#3f8f96', '#1f7a83', '#0f6570', '#0b525c', '#083f47'],
  green: ['#eff7f0', '#dcebde', '#b9d8be', '#92c39a', '#6fae79', '#549c60', '#357d43', '#2a6e38', '#205a2d', '#174823'],
  yellow: ['#fdf6e7', '#f9e9c6', '#f2d391', '#e9ba57', '#dfa42e', '#c98c14', '#97650a', '#855808', '#6b4607', '#523505'],
  red: ['#fcf0ee', '#f6ddd9', '#ebb8b0', '#de8f83', '#d26a5b', '#c54f3f', '#b23c2d', '#962d20', '#7b241a', '#611b13'],
  gray: ['#faf9f7', '#f3f1ed', '#e9e6e0', '#dcd8d0', '#c6c0b6', '#a69f93', '#7a7368', '#655f55', '#46413a', '#2a2723'],
  dark: ['#ebe8e3', '#c2beb6', '#a29d94', '#76716a', '#4a4742', '#3a3733', '#2a2825', '#1b1a18', '#151412', '#0e0d0c'],
} as const satisfies Record<string, MantineColorsTuple>;
