# SPDX-License-Identifier: Apache-2.0
#
# One experiment: iterate and average regret over the steps, from the CSV of `amsref experiment`.
# Called with name, folder (of the CSV) and out; writes out/NAME.svg and out/NAME.png.

set datafile separator ','
file = folder . '/' . name . '.csv'
pick(d, column) = strcol(2) eq d ? column : NaN

set style line 1 lc rgb '#b2182b' lw 2.5
set style line 2 lc rgb '#2166ac' lw 2.5
set style line 3 lc rgb '#1b7837' lw 2.5 dt 2
set border 3 lc rgb '#555555'
set tics nomirror textcolor rgb '#333333'
set logscale x
set format x '10^{%L}'
set grid lc rgb '#dddddd'
set key outside bottom center horizontal

do for [kind in 'svg png'] {
    if (kind eq 'svg') {
        set terminal svg size 900,440 font 'sans-serif,14' background rgb 'white'
    } else {
        set terminal pngcairo size 1200,560 font 'sans-serif,17' background rgb 'white'
    }
    set output out . '/' . name . '.' . kind
    set multiplot layout 1,2 title name
    set xlabel 'step t'
    set ylabel 'x (the best is -1)'
    set yrange [-1.05:1.05]
    plot file using 3:(pick('adam', $4)) with lines ls 1 title 'Adam', \
         file using 3:(pick('pytorch', $4)) with lines ls 2 title 'AMSGrad (pytorch)', \
         file using 3:(pick('optax', $4)) with lines ls 3 title 'AMSGrad (optax)'
    set ylabel 'average regret'
    set autoscale y
    set logscale y
    set format y '10^{%L}'
    plot file using 3:(pick('adam', $5)) with lines ls 1 title 'Adam', \
         file using 3:(pick('pytorch', $5)) with lines ls 2 title 'AMSGrad (pytorch)', \
         file using 3:(pick('optax', $5)) with lines ls 3 title 'AMSGrad (optax)'
    unset multiplot
    unset logscale y
    set format y '%g'
    set output
}
