{
	"patcher": {
		"fileversion": 1,
		"appversion": {
			"major": 9,
			"minor": 0,
			"revision": 0,
			"architecture": "x64",
			"modernui": 1
		},
		"classnamespace": "box",
		"rect": [100, 100, 1200, 800],
		"openrect": [0, 0, 150, 169],
		"openrectmode": 0,
		"openinpresentation": 1,
		"default_fontsize": 10,
		"default_fontname": "Ableton Sans Medium",
		"gridsize": [8, 8],
		"boxanimatetime": 500,
		"devicewidth": 150,
		"description": "Lets Uplift on Main hear this track: it measures and records what goes to the fader. Last on the track.",
		"digest": "Uplift Tap",
		"tags": "",
		"boxes": [
			{
				"box": {
					"id": "obj-1",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [20, 20, 173, 22],
					"text": "Audio: straight through"
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": ["signal", "signal"],
					"patching_rect": [20, 48, 61, 22],
					"text": "plugin~"
				}
			},
			{
				"box": {
					"id": "obj-3",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": ["signal", "signal"],
					"patching_rect": [20, 76, 68, 22],
					"text": "plugout~"
				}
			},
			{
				"box": {
					"id": "obj-101",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [320, 20, 54, 22],
					"text": "Script"
				}
			},
			{
				"box": {
					"id": "obj-102",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [320, 48, 68, 22],
					"text": "deferlow"
				}
			},
			{
				"box": {
					"filename": "uplift-tap-0.1.0.js",
					"id": "obj-103",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 4,
					"outlettype": ["", "", "", ""],
					"patching_rect": [320, 76, 166, 22],
					"saved_object_attributes": {
						"parameter_enable": 0
					},
					"text": "v8 uplift-tap-0.1.0.js",
					"textfile": {
						"autowatch": 0,
						"embed": 0,
						"filename": "uplift-tap-0.1.0.js",
						"flags": 0
					}
				}
			},
			{
				"box": {
					"id": "obj-201",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [620, 20, 40, 22],
					"text": "Hub"
				}
			},
			{
				"box": {
					"id": "obj-202",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [620, 48, 138, 22],
					"text": "s uplift-from-taps"
				}
			},
			{
				"box": {
					"id": "obj-203",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [620, 76, 124, 22],
					"text": "r uplift-to-taps"
				}
			},
			{
				"box": {
					"id": "obj-204",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [620, 104, 89, 22],
					"text": "prepend hub"
				}
			},
			{
				"box": {
					"id": "obj-301",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [920, 20, 201, 22],
					"text": "Key: what the set remembers"
				}
			},
			{
				"box": {
					"id": "obj-302",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["", "", ""],
					"patching_rect": [920, 48, 124, 22],
					"restore": [0],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_invisible": 1,
							"parameter_longname": "uplift-key",
							"parameter_modmode": 0,
							"parameter_shortname": "uplift-key",
							"parameter_type": 3
						}
					},
					"saved_object_attributes": {
						"parameter_enable": 1,
						"parameter_mappable": 0
					},
					"text": "pattr uplift-key",
					"varname": "uplift-key"
				}
			},
			{
				"box": {
					"id": "obj-303",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": ["int"],
					"patching_rect": [920, 76, 40, 22],
					"text": "i 0"
				}
			},
			{
				"box": {
					"id": "obj-304",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": ["", "", ""],
					"patching_rect": [920, 104, 96, 22],
					"text": "route bang 0"
				}
			},
			{
				"box": {
					"id": "obj-305",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["bang", "bang"],
					"patching_rect": [920, 132, 47, 22],
					"text": "t b b"
				}
			},
			{
				"box": {
					"id": "obj-306",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": ["bang", ""],
					"patching_rect": [920, 160, 47, 22],
					"text": "sel 0"
				}
			},
			{
				"box": {
					"id": "obj-307",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [920, 188, 54, 22],
					"text": "stored"
				}
			},
			{
				"box": {
					"id": "obj-308",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [920, 216, 110, 22],
					"text": "prepend stored"
				}
			},
			{
				"box": {
					"id": "obj-401",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [1220, 20, 68, 22],
					"text": "Farewell"
				}
			},
			{
				"box": {
					"id": "obj-402",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [1220, 48, 40, 22],
					"text": ""
				}
			},
			{
				"box": {
					"id": "obj-403",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [1220, 76, 117, 22],
					"text": "prepend set bye"
				}
			},
			{
				"box": {
					"id": "obj-404",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": ["bang"],
					"patching_rect": [1220, 104, 68, 22],
					"text": "freebang"
				}
			},
			{
				"box": {
					"id": "obj-501",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [1520, 20, 47, 22],
					"text": "Start"
				}
			},
			{
				"box": {
					"id": "obj-502",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["bang", "int", "int"],
					"patching_rect": [1520, 48, 117, 22],
					"text": "live.thisdevice"
				}
			},
			{
				"box": {
					"id": "obj-503",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 4,
					"outlettype": ["bang", "bang", "bang", "bang"],
					"patching_rect": [1520, 76, 75, 22],
					"text": "t b b b b"
				}
			},
			{
				"box": {
					"id": "obj-504",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 4,
					"outlettype": ["int", "float", "int", "int"],
					"patching_rect": [1520, 104, 75, 22],
					"text": "dspstate~"
				}
			},
			{
				"box": {
					"id": "obj-505",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["", "", ""],
					"patching_rect": [1520, 132, 75, 22],
					"text": "live.path"
				}
			},
			{
				"box": {
					"id": "obj-506",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [1520, 160, 117, 22],
					"text": "prepend enabled"
				}
			},
			{
				"box": {
					"id": "obj-507",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [1520, 188, 96, 22],
					"text": "prepend rate"
				}
			},
			{
				"box": {
					"id": "obj-508",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [1520, 216, 124, 22],
					"text": "path this_device"
				}
			},
			{
				"box": {
					"id": "obj-509",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"patching_rect": [1520, 244, 68, 22],
					"text": "route id"
				}
			},
			{
				"box": {
					"id": "obj-510",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [1520, 272, 110, 22],
					"text": "prepend device"
				}
			},
			{
				"box": {
					"id": "obj-511",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [1520, 300, 68, 22],
					"text": "deferlow"
				}
			},
			{
				"box": {
					"id": "obj-512",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [1520, 328, 54, 22],
					"text": "loaded"
				}
			},
			{
				"box": {
					"id": "obj-601",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [1820, 20, 180, 22],
					"text": "Orders to the audio part"
				}
			},
			{
				"box": {
					"id": "obj-602",
					"maxclass": "newobj",
					"numinlets": 6,
					"numoutlets": 6,
					"outlettype": ["", "", "", "", "", ""],
					"patching_rect": [1820, 48, 280, 22],
					"text": "route record-open record-start record-stop meters coefficients"
				}
			},
			{
				"box": {
					"id": "obj-701",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [2120, 20, 280, 22],
					"text": "Recorder: left, right, phase in the beat"
				}
			},
			{
				"box": {
					"id": "obj-702",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["", "bang"],
					"patching_rect": [2120, 48, 47, 22],
					"text": "t l b"
				}
			},
			{
				"box": {
					"id": "obj-703",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2120, 76, 124, 22],
					"text": "samptype float32"
				}
			},
			{
				"box": {
					"id": "obj-704",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2120, 104, 96, 22],
					"text": "prepend open"
				}
			},
			{
				"box": {
					"id": "obj-705",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2120, 132, 40, 22],
					"text": "1"
				}
			},
			{
				"box": {
					"id": "obj-706",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2120, 160, 40, 22],
					"text": "0"
				}
			},
			{
				"box": {
					"id": "obj-707",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": ["signal", "list"],
					"patching_rect": [2120, 188, 89, 22],
					"text": "plugphasor~"
				}
			},
			{
				"box": {
					"id": "obj-708",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 1,
					"outlettype": ["signal"],
					"patching_rect": [2120, 216, 89, 22],
					"text": "sfrecord~ 3"
				}
			},
			{
				"box": {
					"id": "obj-801",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [2420, 20, 222, 22],
					"text": "Meters, while somebody listens"
				}
			},
			{
				"box": {
					"id": "obj-802",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 1,
					"outlettype": [""],
					"patcher": {
						"fileversion": 1,
						"appversion": {
							"major": 9,
							"minor": 0,
							"revision": 0,
							"architecture": "x64",
							"modernui": 1
						},
						"classnamespace": "box",
						"rect": [120, 120, 1000, 700],
						"boxes": [
							{
								"box": {
									"id": "obj-1",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [20, 20, 54, 22],
									"text": "Orders"
								}
							},
							{
								"box": {
									"comment": "left",
									"id": "obj-2",
									"index": 1,
									"maxclass": "inlet",
									"numinlets": 0,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [20, 48, 54, 22]
								}
							},
							{
								"box": {
									"comment": "right",
									"id": "obj-3",
									"index": 2,
									"maxclass": "inlet",
									"numinlets": 0,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [20, 76, 54, 22]
								}
							},
							{
								"box": {
									"comment": "poll; coefficients <filter> <a0 a1 a2 b1 b2, twice>",
									"id": "obj-4",
									"index": 3,
									"maxclass": "inlet",
									"numinlets": 0,
									"numoutlets": 1,
									"outlettype": [""],
									"patching_rect": [20, 104, 54, 22]
								}
							},
							{
								"box": {
									"id": "obj-5",
									"maxclass": "newobj",
									"numinlets": 3,
									"numoutlets": 3,
									"outlettype": ["", "", ""],
									"patching_rect": [20, 132, 173, 22],
									"text": "route poll coefficients"
								}
							},
							{
								"box": {
									"id": "obj-6",
									"maxclass": "newobj",
									"numinlets": 9,
									"numoutlets": 9,
									"outlettype": ["", "", "", "", "", "", "", "", ""],
									"patching_rect": [20, 160, 280, 22],
									"text": "route k sub bass low-mid mid presence brilliance air"
								}
							},
							{
								"box": {
									"comment": "the list of tapMeters",
									"id": "obj-7",
									"index": 1,
									"maxclass": "outlet",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [20, 188, 54, 22]
								}
							},
							{
								"box": {
									"id": "obj-8",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 13,
									"outlettype": ["bang", "bang", "bang", "bang", "bang", "bang", "bang", "bang", "bang", "bang", "bang", "bang", "bang"],
									"patching_rect": [20, 216, 201, 22],
									"text": "t b b b b b b b b b b b b b"
								}
							},
							{
								"box": {
									"id": "obj-9",
									"maxclass": "newobj",
									"numinlets": 13,
									"numoutlets": 1,
									"outlettype": [""],
									"patching_rect": [20, 244, 280, 22],
									"text": "pack 0. 0. 0. 0. 0. 0. 0. 0. 0. 0. 0. 0. 0."
								}
							},
							{
								"box": {
									"id": "obj-101",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [320, 20, 280, 22],
									"text": "K-weighted power of both sides, and peaks"
								}
							},
							{
								"box": {
									"id": "obj-102",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 2,
									"outlettype": ["", ""],
									"patching_rect": [320, 48, 82, 22],
									"text": "zl.slice 5"
								}
							},
							{
								"box": {
									"id": "obj-103",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [320, 76, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-104",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [320, 104, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-105",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [320, 132, 40, 22],
									"text": "*~"
								}
							},
							{
								"box": {
									"id": "obj-106",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [320, 160, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-107",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [320, 188, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-108",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [320, 216, 40, 22],
									"text": "*~"
								}
							},
							{
								"box": {
									"id": "obj-109",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [320, 244, 40, 22],
									"text": "avg~"
								}
							},
							{
								"box": {
									"id": "obj-110",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [320, 272, 68, 22],
									"text": "peakamp~"
								}
							},
							{
								"box": {
									"id": "obj-111",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [320, 300, 68, 22],
									"text": "peakamp~"
								}
							},
							{
								"box": {
									"id": "obj-201",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [620, 20, 222, 22],
									"text": "Left, right, and their product"
								}
							},
							{
								"box": {
									"id": "obj-202",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [620, 48, 40, 22],
									"text": "avg~"
								}
							},
							{
								"box": {
									"id": "obj-203",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [620, 76, 40, 22],
									"text": "*~"
								}
							},
							{
								"box": {
									"id": "obj-204",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [620, 104, 40, 22],
									"text": "avg~"
								}
							},
							{
								"box": {
									"id": "obj-205",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [620, 132, 40, 22],
									"text": "*~"
								}
							},
							{
								"box": {
									"id": "obj-206",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [620, 160, 40, 22],
									"text": "+~"
								}
							},
							{
								"box": {
									"id": "obj-207",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [620, 188, 54, 22],
									"text": "*~ 0.5"
								}
							},
							{
								"box": {
									"id": "obj-208",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [620, 216, 40, 22],
									"text": "-~"
								}
							},
							{
								"box": {
									"id": "obj-209",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [620, 244, 54, 22],
									"text": "*~ 0.5"
								}
							},
							{
								"box": {
									"id": "obj-210",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 2,
									"outlettype": ["bang", "bang"],
									"patching_rect": [620, 272, 47, 22],
									"text": "t b b"
								}
							},
							{
								"box": {
									"id": "obj-211",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [620, 300, 40, 22],
									"text": "avg~"
								}
							},
							{
								"box": {
									"id": "obj-212",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [620, 328, 40, 22],
									"text": "*~"
								}
							},
							{
								"box": {
									"id": "obj-213",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [620, 356, 40, 22],
									"text": "avg~"
								}
							},
							{
								"box": {
									"id": "obj-214",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [620, 384, 40, 22],
									"text": "*~"
								}
							},
							{
								"box": {
									"id": "obj-215",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [620, 412, 40, 22],
									"text": "- 0."
								}
							},
							{
								"box": {
									"id": "obj-301",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [920, 20, 145, 22],
									"text": "Bands of the middle"
								}
							},
							{
								"box": {
									"id": "obj-302",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 2,
									"outlettype": ["", ""],
									"patching_rect": [920, 48, 82, 22],
									"text": "zl.slice 5"
								}
							},
							{
								"box": {
									"id": "obj-303",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [920, 76, 40, 22],
									"text": "avg~"
								}
							},
							{
								"box": {
									"id": "obj-304",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 104, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-305",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 132, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-306",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 160, 40, 22],
									"text": "*~"
								}
							},
							{
								"box": {
									"id": "obj-307",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 2,
									"outlettype": ["", ""],
									"patching_rect": [920, 188, 82, 22],
									"text": "zl.slice 5"
								}
							},
							{
								"box": {
									"id": "obj-308",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [920, 216, 40, 22],
									"text": "avg~"
								}
							},
							{
								"box": {
									"id": "obj-309",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 244, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-310",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 272, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-311",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 300, 40, 22],
									"text": "*~"
								}
							},
							{
								"box": {
									"id": "obj-312",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 2,
									"outlettype": ["", ""],
									"patching_rect": [920, 328, 82, 22],
									"text": "zl.slice 5"
								}
							},
							{
								"box": {
									"id": "obj-313",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [920, 356, 40, 22],
									"text": "avg~"
								}
							},
							{
								"box": {
									"id": "obj-314",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 384, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-315",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 412, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-316",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 440, 40, 22],
									"text": "*~"
								}
							},
							{
								"box": {
									"id": "obj-317",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 2,
									"outlettype": ["", ""],
									"patching_rect": [920, 468, 82, 22],
									"text": "zl.slice 5"
								}
							},
							{
								"box": {
									"id": "obj-318",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [920, 496, 40, 22],
									"text": "avg~"
								}
							},
							{
								"box": {
									"id": "obj-319",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 524, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-320",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 552, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-321",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 580, 40, 22],
									"text": "*~"
								}
							},
							{
								"box": {
									"id": "obj-322",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 2,
									"outlettype": ["", ""],
									"patching_rect": [920, 608, 82, 22],
									"text": "zl.slice 5"
								}
							},
							{
								"box": {
									"id": "obj-323",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [920, 636, 40, 22],
									"text": "avg~"
								}
							},
							{
								"box": {
									"id": "obj-324",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 664, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-325",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 692, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-326",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 720, 40, 22],
									"text": "*~"
								}
							},
							{
								"box": {
									"id": "obj-327",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 2,
									"outlettype": ["", ""],
									"patching_rect": [920, 748, 82, 22],
									"text": "zl.slice 5"
								}
							},
							{
								"box": {
									"id": "obj-328",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [920, 776, 40, 22],
									"text": "avg~"
								}
							},
							{
								"box": {
									"id": "obj-329",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 804, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-330",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 832, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-331",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 860, 40, 22],
									"text": "*~"
								}
							},
							{
								"box": {
									"id": "obj-332",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 2,
									"outlettype": ["", ""],
									"patching_rect": [920, 888, 82, 22],
									"text": "zl.slice 5"
								}
							},
							{
								"box": {
									"id": "obj-333",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 1,
									"outlettype": ["float"],
									"patching_rect": [920, 916, 40, 22],
									"text": "avg~"
								}
							},
							{
								"box": {
									"id": "obj-334",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 944, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-335",
									"maxclass": "newobj",
									"numinlets": 6,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 972, 72, 22],
									"text": "biquad~"
								}
							},
							{
								"box": {
									"id": "obj-336",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": ["signal"],
									"patching_rect": [920, 1000, 40, 22],
									"text": "*~"
								}
							}
						],
						"lines": [
							{
								"patchline": {
									"destination": ["obj-5", 0],
									"source": ["obj-4", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-8", 0],
									"source": ["obj-5", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-6", 0],
									"source": ["obj-5", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-7", 0],
									"source": ["obj-9", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-102", 0],
									"source": ["obj-6", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-103", 0],
									"source": ["obj-2", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-104", 0],
									"source": ["obj-103", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-103", 0],
									"source": ["obj-102", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-104", 0],
									"source": ["obj-102", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-105", 0],
									"source": ["obj-104", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-105", 1],
									"source": ["obj-104", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-106", 0],
									"source": ["obj-3", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-107", 0],
									"source": ["obj-106", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-106", 0],
									"source": ["obj-102", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-107", 0],
									"source": ["obj-102", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-108", 0],
									"source": ["obj-107", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-108", 1],
									"source": ["obj-107", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-109", 0],
									"source": ["obj-105", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-109", 0],
									"source": ["obj-108", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-109", 0],
									"source": ["obj-8", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-9", 0],
									"source": ["obj-109", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-110", 0],
									"source": ["obj-2", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-110", 0],
									"source": ["obj-8", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-9", 1],
									"source": ["obj-110", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-111", 0],
									"source": ["obj-3", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-111", 0],
									"source": ["obj-8", 2]
								}
							},
							{
								"patchline": {
									"destination": ["obj-9", 2],
									"source": ["obj-111", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-203", 0],
									"source": ["obj-2", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-203", 1],
									"source": ["obj-2", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-202", 0],
									"source": ["obj-203", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-202", 0],
									"source": ["obj-8", 3]
								}
							},
							{
								"patchline": {
									"destination": ["obj-9", 3],
									"source": ["obj-202", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-205", 0],
									"source": ["obj-3", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-205", 1],
									"source": ["obj-3", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-204", 0],
									"source": ["obj-205", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-204", 0],
									"source": ["obj-8", 4]
								}
							},
							{
								"patchline": {
									"destination": ["obj-9", 4],
									"source": ["obj-204", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-206", 0],
									"source": ["obj-2", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-206", 1],
									"source": ["obj-3", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-207", 0],
									"source": ["obj-206", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-208", 0],
									"source": ["obj-2", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-208", 1],
									"source": ["obj-3", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-209", 0],
									"source": ["obj-208", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-212", 0],
									"source": ["obj-207", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-212", 1],
									"source": ["obj-207", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-211", 0],
									"source": ["obj-212", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-214", 0],
									"source": ["obj-209", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-214", 1],
									"source": ["obj-209", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-213", 0],
									"source": ["obj-214", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-213", 0],
									"source": ["obj-210", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-215", 1],
									"source": ["obj-213", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-211", 0],
									"source": ["obj-210", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-215", 0],
									"source": ["obj-211", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-210", 0],
									"source": ["obj-8", 5]
								}
							},
							{
								"patchline": {
									"destination": ["obj-9", 5],
									"source": ["obj-215", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-302", 0],
									"source": ["obj-6", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-304", 0],
									"source": ["obj-207", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-305", 0],
									"source": ["obj-304", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-304", 0],
									"source": ["obj-302", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-305", 0],
									"source": ["obj-302", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-306", 0],
									"source": ["obj-305", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-306", 1],
									"source": ["obj-305", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-303", 0],
									"source": ["obj-306", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-303", 0],
									"source": ["obj-8", 6]
								}
							},
							{
								"patchline": {
									"destination": ["obj-9", 6],
									"source": ["obj-303", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-307", 0],
									"source": ["obj-6", 2]
								}
							},
							{
								"patchline": {
									"destination": ["obj-309", 0],
									"source": ["obj-207", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-310", 0],
									"source": ["obj-309", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-309", 0],
									"source": ["obj-307", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-310", 0],
									"source": ["obj-307", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-311", 0],
									"source": ["obj-310", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-311", 1],
									"source": ["obj-310", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-308", 0],
									"source": ["obj-311", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-308", 0],
									"source": ["obj-8", 7]
								}
							},
							{
								"patchline": {
									"destination": ["obj-9", 7],
									"source": ["obj-308", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-312", 0],
									"source": ["obj-6", 3]
								}
							},
							{
								"patchline": {
									"destination": ["obj-314", 0],
									"source": ["obj-207", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-315", 0],
									"source": ["obj-314", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-314", 0],
									"source": ["obj-312", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-315", 0],
									"source": ["obj-312", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-316", 0],
									"source": ["obj-315", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-316", 1],
									"source": ["obj-315", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-313", 0],
									"source": ["obj-316", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-313", 0],
									"source": ["obj-8", 8]
								}
							},
							{
								"patchline": {
									"destination": ["obj-9", 8],
									"source": ["obj-313", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-317", 0],
									"source": ["obj-6", 4]
								}
							},
							{
								"patchline": {
									"destination": ["obj-319", 0],
									"source": ["obj-207", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-320", 0],
									"source": ["obj-319", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-319", 0],
									"source": ["obj-317", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-320", 0],
									"source": ["obj-317", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-321", 0],
									"source": ["obj-320", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-321", 1],
									"source": ["obj-320", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-318", 0],
									"source": ["obj-321", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-318", 0],
									"source": ["obj-8", 9]
								}
							},
							{
								"patchline": {
									"destination": ["obj-9", 9],
									"source": ["obj-318", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-322", 0],
									"source": ["obj-6", 5]
								}
							},
							{
								"patchline": {
									"destination": ["obj-324", 0],
									"source": ["obj-207", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-325", 0],
									"source": ["obj-324", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-324", 0],
									"source": ["obj-322", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-325", 0],
									"source": ["obj-322", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-326", 0],
									"source": ["obj-325", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-326", 1],
									"source": ["obj-325", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-323", 0],
									"source": ["obj-326", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-323", 0],
									"source": ["obj-8", 10]
								}
							},
							{
								"patchline": {
									"destination": ["obj-9", 10],
									"source": ["obj-323", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-327", 0],
									"source": ["obj-6", 6]
								}
							},
							{
								"patchline": {
									"destination": ["obj-329", 0],
									"source": ["obj-207", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-330", 0],
									"source": ["obj-329", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-329", 0],
									"source": ["obj-327", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-330", 0],
									"source": ["obj-327", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-331", 0],
									"source": ["obj-330", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-331", 1],
									"source": ["obj-330", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-328", 0],
									"source": ["obj-331", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-328", 0],
									"source": ["obj-8", 11]
								}
							},
							{
								"patchline": {
									"destination": ["obj-9", 11],
									"source": ["obj-328", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-332", 0],
									"source": ["obj-6", 7]
								}
							},
							{
								"patchline": {
									"destination": ["obj-334", 0],
									"source": ["obj-207", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-335", 0],
									"source": ["obj-334", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-334", 0],
									"source": ["obj-332", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-335", 0],
									"source": ["obj-332", 1]
								}
							},
							{
								"patchline": {
									"destination": ["obj-336", 0],
									"source": ["obj-335", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-336", 1],
									"source": ["obj-335", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-333", 0],
									"source": ["obj-336", 0]
								}
							},
							{
								"patchline": {
									"destination": ["obj-333", 0],
									"source": ["obj-8", 12]
								}
							},
							{
								"patchline": {
									"destination": ["obj-9", 12],
									"source": ["obj-333", 0]
								}
							}
						]
					},
					"patching_rect": [2420, 48, 68, 22],
					"text": "p meters"
				}
			},
			{
				"box": {
					"id": "obj-803",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": ["bang", ""],
					"patching_rect": [2420, 76, 47, 22],
					"text": "sel 0"
				}
			},
			{
				"box": {
					"id": "obj-804",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": ["bang", "bang", "bang"],
					"patching_rect": [2420, 104, 61, 22],
					"text": "t b b b"
				}
			},
			{
				"box": {
					"id": "obj-805",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 4,
					"outlettype": ["bang", "bang", "bang", "bang"],
					"patching_rect": [2420, 132, 75, 22],
					"text": "t b b b b"
				}
			},
			{
				"box": {
					"id": "obj-806",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 160, 47, 22],
					"text": "mute~"
				}
			},
			{
				"box": {
					"id": "obj-807",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": ["bang"],
					"patching_rect": [2420, 188, 82, 22],
					"text": "qmetro 200"
				}
			},
			{
				"box": {
					"id": "obj-808",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": ["bang"],
					"patching_rect": [2420, 216, 75, 22],
					"text": "delay 300"
				}
			},
			{
				"box": {
					"id": "obj-809",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 244, 40, 22],
					"text": "gate"
				}
			},
			{
				"box": {
					"id": "obj-810",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 272, 40, 22],
					"text": "1"
				}
			},
			{
				"box": {
					"id": "obj-811",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 300, 40, 22],
					"text": "1"
				}
			},
			{
				"box": {
					"id": "obj-812",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 328, 40, 22],
					"text": "0"
				}
			},
			{
				"box": {
					"id": "obj-813",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 356, 40, 22],
					"text": "0"
				}
			},
			{
				"box": {
					"id": "obj-814",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 384, 40, 22],
					"text": "0"
				}
			},
			{
				"box": {
					"id": "obj-815",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 412, 40, 22],
					"text": "1"
				}
			},
			{
				"box": {
					"id": "obj-816",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 440, 40, 22],
					"text": "stop"
				}
			},
			{
				"box": {
					"id": "obj-817",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": ["bang"],
					"patching_rect": [2420, 468, 68, 22],
					"text": "loadbang"
				}
			},
			{
				"box": {
					"id": "obj-818",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 496, 40, 22],
					"text": "poll"
				}
			},
			{
				"box": {
					"id": "obj-819",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 524, 152, 22],
					"text": "prepend coefficients"
				}
			},
			{
				"box": {
					"id": "obj-820",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2420, 552, 110, 22],
					"text": "prepend meters"
				}
			},
			{
				"box": {
					"id": "obj-901",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [2720, 20, 40, 22],
					"text": "Face"
				}
			},
			{
				"box": {
					"id": "obj-902",
					"maxclass": "newobj",
					"numinlets": 5,
					"numoutlets": 5,
					"outlettype": ["", "", "", "", ""],
					"patching_rect": [2720, 48, 222, 22],
					"text": "route track status level build"
				}
			},
			{
				"box": {
					"background": 1,
					"bgcolor": [0.156863, 0.156863, 0.156863, 1],
					"id": "obj-903",
					"ignoreclick": 1,
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [2720, 76, 54, 22],
					"presentation": 1,
					"presentation_rect": [0, 0, 150, 169],
					"rounded": 0,
					"saved_attribute_attributes": {
						"bgfillcolor": {
							"expression": "themecolor.live_lcd_bg"
						}
					}
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9,
					"id": "obj-904",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [2720, 104, 96, 22],
					"presentation": 1,
					"presentation_rect": [6, 6, 138, 15],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_control_fg_zombie"
						}
					},
					"text": "Uplift hears",
					"textcolor": [0.54902, 0.54902, 0.54902, 1],
					"textjustification": 0
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 13,
					"id": "obj-905",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [2720, 132, 40, 22],
					"presentation": 1,
					"presentation_rect": [6, 22, 138, 20],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_control_fg"
						}
					},
					"text": "–",
					"textcolor": [1, 0.709804, 0.196078, 1],
					"textjustification": 0,
					"varname": "track"
				}
			},
			{
				"box": {
					"bgcolor": [0.3, 0.3, 0.3, 1],
					"id": "obj-906",
					"ignoreclick": 1,
					"maxclass": "panel",
					"mode": 0,
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [2720, 160, 54, 22],
					"presentation": 1,
					"presentation_rect": [8, 46, 134, 1],
					"rounded": 0
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 10,
					"id": "obj-907",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [2720, 188, 280, 22],
					"presentation": 1,
					"presentation_rect": [6, 52, 138, 60],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_title"
						}
					},
					"text": "Put Uplift on Main. This needs Live 12.2 or newer, and the files beside the device.",
					"textcolor": [0.807843, 0.807843, 0.807843, 1],
					"textjustification": 0,
					"varname": "status"
				}
			},
			{
				"box": {
					"id": "obj-908",
					"maxclass": "live.meter~",
					"numinlets": 1,
					"numoutlets": 2,
					"orientation": 1,
					"outlettype": ["float", "int"],
					"patching_rect": [2720, 216, 54, 22],
					"presentation": 1,
					"presentation_rect": [8, 122, 134, 8],
					"varname": "level"
				}
			},
			{
				"box": {
					"id": "obj-909",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": ["", ""],
					"patching_rect": [2720, 244, 96, 22],
					"text": "route hidden"
				}
			},
			{
				"box": {
					"id": "obj-910",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2720, 272, 110, 22],
					"text": "prepend hidden"
				}
			},
			{
				"box": {
					"id": "obj-911",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [""],
					"patching_rect": [2720, 300, 82, 22],
					"text": "prepend db"
				}
			},
			{
				"box": {
					"fontname": "Ableton Sans Medium",
					"fontsize": 9,
					"id": "obj-912",
					"ignoreclick": 1,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [2720, 328, 124, 22],
					"presentation": 1,
					"presentation_rect": [6, 148, 138, 15],
					"saved_attribute_attributes": {
						"textcolor": {
							"expression": "themecolor.live_lcd_control_fg_zombie"
						}
					},
					"text": "Uplift Tap 0.1.0",
					"textcolor": [0.54902, 0.54902, 0.54902, 1],
					"textjustification": 0,
					"varname": "build"
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"destination": ["obj-3", 0],
					"source": ["obj-2", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-3", 1],
					"source": ["obj-2", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-103", 0],
					"source": ["obj-102", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-202", 0],
					"source": ["obj-103", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-204", 0],
					"source": ["obj-203", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-204", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-302", 0],
					"source": ["obj-103", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-304", 0],
					"source": ["obj-302", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-303", 1],
					"source": ["obj-304", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-302", 0],
					"source": ["obj-305", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-303", 0],
					"source": ["obj-305", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-306", 0],
					"source": ["obj-303", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-307", 0],
					"source": ["obj-306", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-307", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-308", 0],
					"source": ["obj-306", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-308", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-403", 0],
					"source": ["obj-304", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-402", 0],
					"source": ["obj-403", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-402", 0],
					"source": ["obj-404", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-202", 0],
					"source": ["obj-402", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-503", 0],
					"source": ["obj-502", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-506", 0],
					"source": ["obj-502", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-506", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-504", 0],
					"source": ["obj-503", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-507", 0],
					"source": ["obj-504", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-507", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-305", 0],
					"source": ["obj-503", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-508", 0],
					"source": ["obj-503", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-505", 0],
					"source": ["obj-508", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-509", 0],
					"source": ["obj-505", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-510", 0],
					"source": ["obj-509", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-510", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-511", 0],
					"source": ["obj-503", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-512", 0],
					"source": ["obj-511", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-512", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-602", 0],
					"source": ["obj-103", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-702", 0],
					"source": ["obj-602", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-703", 0],
					"source": ["obj-702", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 0],
					"source": ["obj-703", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-704", 0],
					"source": ["obj-702", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 0],
					"source": ["obj-704", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-705", 0],
					"source": ["obj-602", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 0],
					"source": ["obj-705", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-706", 0],
					"source": ["obj-602", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 0],
					"source": ["obj-706", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 0],
					"source": ["obj-2", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 1],
					"source": ["obj-2", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-708", 2],
					"source": ["obj-707", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-802", 0],
					"source": ["obj-2", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-802", 1],
					"source": ["obj-2", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-803", 0],
					"source": ["obj-602", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-804", 0],
					"source": ["obj-803", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-805", 0],
					"source": ["obj-803", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-814", 0],
					"source": ["obj-804", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-806", 0],
					"source": ["obj-814", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-802", 2],
					"source": ["obj-806", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-811", 0],
					"source": ["obj-804", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-807", 0],
					"source": ["obj-811", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-808", 0],
					"source": ["obj-804", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-810", 0],
					"source": ["obj-808", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-809", 0],
					"source": ["obj-810", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-816", 0],
					"source": ["obj-805", 3]
				}
			},
			{
				"patchline": {
					"destination": ["obj-808", 0],
					"source": ["obj-816", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-812", 0],
					"source": ["obj-805", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-807", 0],
					"source": ["obj-812", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-813", 0],
					"source": ["obj-805", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-809", 0],
					"source": ["obj-813", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-815", 0],
					"source": ["obj-805", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-806", 0],
					"source": ["obj-815", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-815", 0],
					"source": ["obj-817", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-818", 0],
					"source": ["obj-807", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-802", 2],
					"source": ["obj-818", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-819", 0],
					"source": ["obj-602", 4]
				}
			},
			{
				"patchline": {
					"destination": ["obj-802", 2],
					"source": ["obj-819", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-809", 1],
					"source": ["obj-802", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-820", 0],
					"source": ["obj-809", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-102", 0],
					"source": ["obj-820", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-902", 0],
					"source": ["obj-103", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-905", 0],
					"source": ["obj-902", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-907", 0],
					"source": ["obj-902", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-909", 0],
					"source": ["obj-902", 2]
				}
			},
			{
				"patchline": {
					"destination": ["obj-910", 0],
					"source": ["obj-909", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-908", 0],
					"source": ["obj-910", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-911", 0],
					"source": ["obj-909", 1]
				}
			},
			{
				"patchline": {
					"destination": ["obj-908", 0],
					"source": ["obj-911", 0]
				}
			},
			{
				"patchline": {
					"destination": ["obj-912", 0],
					"source": ["obj-902", 3]
				}
			}
		],
		"parameters": {
			"obj-302": ["uplift-key", "uplift-key", 0],
			"parameterbanks": {
				"0": {
					"index": 0,
					"name": "Settings",
					"parameters": ["-", "-", "-", "-", "-", "-", "-", "-"],
					"buttons": ["-", "-", "-", "-", "-", "-", "-", "-"]
				}
			},
			"inherited_shortname": 1
		},
		"latency": 0,
		"is_mpe": 0,
		"external_mpe_tuning_enabled": 0,
		"minimum_live_version": "12.2",
		"minimum_max_version": "9",
		"platform_compatibility": 0,
		"project": {
			"version": 1,
			"creationdate": 3590052493,
			"modificationdate": 3590052786,
			"viewrect": [0, 0, 300, 500],
			"autoorganize": 0,
			"hideprojectwindow": 1,
			"showdependencies": 1,
			"autolocalize": 0,
			"contents": {
				"patchers": {}
			},
			"layout": {},
			"searchpath": {},
			"detailsvisible": 0,
			"amxdtype": 1633771873,
			"readonly": 0,
			"devpathtype": 0,
			"devpath": ".",
			"sortmode": 0,
			"viewmode": 0,
			"includepackages": 0
		},
		"autosave": 0
	}
}
